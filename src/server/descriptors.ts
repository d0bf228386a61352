import { readFileSync } from 'node:fs';

/** Descriptors that are kept for files, the database, the log and the management port. */
const RESERVED = 100;

/** The descriptors that this process may have; undefined where the system does not say. */
export function mostDescriptors(): number | undefined {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === '' ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** The connections for which this process has descriptors; undefined where the system does not say. */
export function connectionsByDescriptors(): number | undefined {
  const most = mostDescriptors();
  return most === undefined ? undefined : Math.max(1, most - RESERVED);
}
