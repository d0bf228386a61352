import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderInUse, StartError } from '../../config/start-error.js';
import { isBusy } from './sqlite.errors.js';

/** Makes the folder of the embedded database, which only its owner may read. @throws StartError */
export function makeDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(`DATA_DIR ${dir} cannot be made: ${(error as Error).message}`);
  }
}

/** Makes an empty file that only its owner may read, unless the file exists. @throws StartError */
export function makeFile(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new StartError(`DATA_DIR cannot be used: ${(error as Error).message}`);
  }
}

/**
 * Locks the folder for this process until it ends, even if it is killed, since the operating system holds the lock. SQLite
 * takes it on a file of its own, so backups and the sqlite3 shell can still open the database itself.
 * @throws FolderInUse when another process holds it, or StartError
 */
export function lockDataDir(dir: string): DatabaseSync {
  const path = join(dir, 'todo.lock');
  makeFile(path);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error))
      throw new FolderInUse(`DATA_DIR ${dir} is in use by another process; the embedded database serves one at a time`);
    throw new StartError(`DATA_DIR ${dir} cannot be locked: ${(error as Error).message}`);
  }
}
