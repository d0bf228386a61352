import type { Migration } from '../../../database/sqlite/migrate.js';

export const knownAddressMigrations: readonly Migration[] = [
  {
    name: 'known-addresses/1-create',
    sql: `
      CREATE TABLE known_addresses (
        id TEXT PRIMARY KEY,
        user TEXT NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX known_addresses_user ON known_addresses (user, expires_at);
      CREATE INDEX known_addresses_expires_at ON known_addresses (expires_at);`,
  },
];
