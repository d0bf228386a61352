import type { Migration } from '../../../database/sqlite/migrate.js';

export const sessionMigrations: readonly Migration[] = [
  {
    name: 'sessions/1-create',
    sql: `
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_user ON sessions (user);
      CREATE INDEX sessions_expires_at ON sessions (expires_at);`,
  },
];
