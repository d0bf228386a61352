import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../config/start-error.js';
import type { Mark } from '../move/store.js';

const pathIn = (dir: string): string => join(dir, 'todo.moved');

/** The mark of a folder whose data is being moved or has been moved. @throws StartError when it cannot be read */
export function readMark(dir: string): Mark | undefined {
  const path = pathIn(dir);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Mark;
  } catch (error) {
    throw new StartError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Writes the mark in one step. */
export function writeMark(dir: string, mark: Mark): void {
  const path = pathIn(dir);
  writeFileSync(`${path}-new`, `${JSON.stringify(mark)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}-new`, path);
}
