import { createHash } from 'node:crypto';
import type { Row } from './store.js';

/** The number of rows and a checksum of them, which does not depend on their order. */
export interface Sum {
  rows: number;
  digest: string;
}

const digestOf = (row: Row): Buffer => {
  const values = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return createHash('sha256')
    .update(JSON.stringify(values.sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest();
};

/**
 * Sums the rows up.
 * @param expiry rows that expire before it do not count, since MongoDB removes them at any time
 */
export async function sumOf(parts: AsyncIterable<Row[]>, expiry: number): Promise<Sum> {
  const sum = Buffer.alloc(32);
  let rows = 0;
  for await (const part of parts) {
    for (const row of part) {
      if (typeof row.expires_at === 'number' && row.expires_at < expiry) continue;
      rows++;
      digestOf(row).forEach((byte, index) => (sum[index] = (sum[index] ?? 0) ^ byte));
    }
  }
  return { rows, digest: sum.toString('hex') };
}
