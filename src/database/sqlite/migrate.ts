import type { DatabaseSync } from 'node:sqlite';

/** One change of the tables of a feature; once released, it is never edited. */
export interface Migration {
  /** `<feature>/<number>-<what>`; the database records an applied migration by this name. */
  name: string;
  sql: string;
}

/**
 * Applies those migrations that the database has no record of, each in one transaction with its record. Records of later
 * releases are ignored, so a downgrade works.
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
