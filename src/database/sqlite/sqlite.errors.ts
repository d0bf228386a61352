import { Duplicate, Unavailable } from '../../errors.js';

/** https://www.sqlite.org/rescode.html: the primary code is the lowest byte of the extended one. */
const BUSY = 5;
const LOCKED = 6;
const PASSING = new Set([BUSY, LOCKED, 8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */]);
const UNIQUE = new Set([1555 /* CONSTRAINT_PRIMARYKEY */, 2067 /* CONSTRAINT_UNIQUE */]);

/** The extended result code of an error of node:sqlite; undefined for any other error. */
const codeOf = (error: unknown): number | undefined => (error as { errcode?: number } | undefined)?.errcode;

/** Whether another process holds the file. */
export const isBusy = (error: unknown): boolean => [BUSY, LOCKED].includes((codeOf(error) ?? 0) & 0xff);

/** Turns an error of SQLite into the error of the ports that it means; any other error is returned as it is. */
export function translate(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (UNIQUE.has(code)) return new Duplicate('the row is there already', { cause: error });
  if (PASSING.has(code & 0xff)) return new Unavailable('The database cannot serve right now', { cause: error });
  return error;
}

/** Runs work on the database. @throws the ports' errors */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error);
  }
}
