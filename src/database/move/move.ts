import { randomUUID } from 'node:crypto';
import { StartError } from '../../config/start-error.js';
import { sumOf } from './checksum.js';
import type { Row, Store } from './store.js';

/** Rows that expire while the two stores are compared may be gone from one of them. */
const COMPARING_MS = 600_000;

/** The stores of a move, and the tables that it is about. */
export interface Plan {
  source: Store;
  target: Store;
  tables: readonly string[];
  /** Told of each part that has been copied or compared. */
  progress: (progress: Progress) => void;
}

/** How far a move has come with one table. */
export interface Progress {
  doing: 'copying' | 'comparing';
  table: string;
  rows: number;
  /** The rows to copy, or those of both stores to compare; it may be a few more in the end. */
  of: number;
}

/**
 * Copies the rows of tables of one store into another, compares both, and marks the first as moved. After a failure, or a
 * kill at any point, the same call goes on.
 * @returns the number of rows of each table
 * @throws StartError when the target holds data that is not of this move, when the source was moved before, or when the two
 * differ afterwards
 */
export async function move(plan: Plan): Promise<Map<string, number>> {
  const { source, target, tables, progress } = plan;
  const mark = await begin(plan);
  for (const table of tables) {
    const copying = { doing: 'copying', table, of: await source.count(table) } as const;
    for await (const part of watched(source.parts(table), (rows) => progress({ ...copying, rows })))
      await target.write(table, part);
  }
  const counts = await compare(plan);
  await target.writeMark({ move: mark });
  await source.writeMark({ move: mark, to: target.location });
  return counts;
}

/** Marks both stores. @returns the id of the move */
async function begin({ source, target, tables }: Plan): Promise<string> {
  const { move: id = randomUUID(), to } = (await source.readMark()) ?? {};
  if (to !== undefined) throw new StartError(`${source.location} has been moved to ${to} already`);
  const before = await target.readMark();
  if (before?.move !== id)
    for (const table of tables)
      if (before || !(await target.isEmpty(table)))
        throw new StartError(`${target.location} holds data that is not of this move; name an empty one`);
  await source.writeMark({ move: id });
  await target.writeMark({ move: id, filling: true });
  return id;
}

/** Tells after each part how many rows there were so far. */
async function* watched(parts: AsyncIterable<Row[]>, tell: (rows: number) => void): AsyncGenerator<Row[]> {
  let rows = 0;
  for await (const part of parts) {
    yield part;
    tell((rows += part.length));
  }
}

/** @throws StartError that names each table that differs */
async function compare({ source, target, tables, progress }: Plan): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const faults: string[] = [];
  for (const table of tables) {
    const expiry = Date.now() + COMPARING_MS;
    const comparing = { doing: 'comparing', table, of: 2 * (await source.count(table)) } as const;
    const sum = (store: Store, before: number) =>
      sumOf(
        watched(store.parts(table), (rows) => progress({ ...comparing, rows: before + rows })),
        expiry,
      );
    const there = await sum(source, 0);
    const here = await sum(target, there.rows);
    counts.set(table, there.rows);
    if (there.rows !== here.rows)
      faults.push(`${table} has ${there.rows} rows in the one and ${here.rows} in the other`);
    else if (there.digest !== here.digest) faults.push(`${table} has rows that differ`);
  }
  if (faults.length > 0)
    throw new StartError(
      [`${source.location} and ${target.location} differ; nothing is marked as moved:`, ...faults].join('\n  '),
    );
  return counts;
}
