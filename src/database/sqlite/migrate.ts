import type { DatabaseSync } from 'node:sqlite';

/** One step forward of the tables of a feature; once released it is never changed. */
export interface Migration {
  /** `<feature>/<number>-<what>`, under which the file remembers it. */
  name: string;
  sql: string;
}

/**
 * Applies those migrations that the file has not seen, each in a transaction with the record of it. Names that only a
 * later release knows are left alone, so that going back a release works.
 */
export function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const seen = db.prepare('SELECT 1 FROM migrations WHERE name = ?');
  const record = db.prepare('INSERT INTO migrations (name, applied_at) VALUES (?, ?)');
  for (const { name, sql } of migrations) {
    if (seen.get(name)) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      record.run(name, Date.now());
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}
