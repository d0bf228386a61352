import type { StatementSync, SQLInputValue } from 'node:sqlite';
import type { SqliteEngine } from './sqlite.engine.js';

/** Rows that one statement of `inParts` should change. Other requests wait while it runs. */
export const ROWS_IN_PART = 500;

/** Runs a statement that changes at most `ROWS_IN_PART` rows until it changes fewer. */
export async function inParts(
  engine: SqliteEngine,
  statement: StatementSync,
  ...params: SQLInputValue[]
): Promise<void> {
  while ((await engine.write(() => statement.run(...params))).changes === ROWS_IN_PART);
}
