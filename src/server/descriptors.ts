import { readFileSync } from 'node:fs';

/** Descriptors that are kept for files, the database and the log. */
const RESERVED = 100;

/** The connections for which this process has descriptors; undefined where the system does not say. */
export function connectionsByDescriptors(): number | undefined {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === '' ? undefined : Math.max(1, Number(soft) - RESERVED);
  } catch {
    return undefined;
  }
}
