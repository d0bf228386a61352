import type { Migration } from '../../../database/sqlite/migrate.js';

export const userMigrations: readonly Migration[] = [
  {
    name: 'users/1-create',
    sql: `
      CREATE TABLE users (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL,
        first_name TEXT,
        last_name TEXT,
        password_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX users_email ON users (email);`,
  },
  {
    name: 'users/2-erasing',
    sql: `
      ALTER TABLE users ADD COLUMN erasing INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX users_erasing ON users (id) WHERE erasing = 1;`,
  },
  {
    name: 'users/3-costliest-hash',
    sql: 'CREATE INDEX users_password_hash ON users (password_hash)',
  },
  { name: 'users/4-changing', sql: 'ALTER TABLE users ADD COLUMN changing_until INTEGER' },
  {
    name: 'users/5-email-key',
    sql: `
      ALTER TABLE users ADD COLUMN email_typed TEXT;
      ALTER TABLE users ADD COLUMN email_key TEXT;
      CREATE UNIQUE INDEX users_email_key ON users (email_key);
      CREATE INDEX users_without_key ON users (created_at, id) WHERE email_key IS NULL;`,
  },
  { name: 'users/6-disabled', sql: 'ALTER TABLE users ADD COLUMN disabled_hash TEXT' },
];
