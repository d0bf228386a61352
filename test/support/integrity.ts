import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The result of SQLite's integrity check of the database in a folder, which a server may have open: `ok`, or the faults. */
export function integrityOf(folder: string): string {
  const db = new DatabaseSync(join(folder, 'todo.db'), { readOnly: true });
  try {
    return Object.values(db.prepare('PRAGMA integrity_check').get() ?? {}).join();
  } finally {
    db.close();
  }
}
