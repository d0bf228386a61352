import type { Migration } from '../../../database/sqlite/migrate.js';

/**
 * `due_key` is never null, so one comparison pages through todos with and without a due date. Each index serves one kind of
 * list in both directions; see docs/data-model.md.
 */
export const todoMigrations: readonly Migration[] = [
  {
    name: 'todo/1-create',
    sql: `
      CREATE TABLE todos (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        assignee TEXT,
        created_by TEXT NOT NULL,
        title TEXT NOT NULL,
        description TEXT,
        status TEXT NOT NULL,
        due_date INTEGER,
        due_key INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(due_date, 8640000000000000)) STORED,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        version INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX todos_owner_created ON todos (owner, created_at, id);
      CREATE INDEX todos_owner_due ON todos (owner, due_key, id);
      CREATE INDEX todos_owner_status_created ON todos (owner, status, created_at, id);
      CREATE INDEX todos_owner_status_due ON todos (owner, status, due_key, id);
      CREATE INDEX todos_assignee_created ON todos (assignee, created_at, id);
      CREATE INDEX todos_assignee_due ON todos (assignee, due_key, id);
      CREATE INDEX todos_assignee_status_created ON todos (assignee, status, created_at, id);
      CREATE INDEX todos_assignee_status_due ON todos (assignee, status, due_key, id);`,
  },
  {
    name: 'todo/2-idempotency-keys',
    sql: `
      CREATE TABLE idempotency_keys (
        owner TEXT NOT NULL,
        key TEXT NOT NULL,
        todo TEXT NOT NULL,
        digest TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (owner, key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);`,
  },
  {
    name: 'todo/3-given-to-one-user',
    sql: `
      CREATE INDEX todos_owner_assignee_status_created ON todos (owner, assignee, status, created_at, id);
      CREATE INDEX todos_owner_assignee_status_due ON todos (owner, assignee, status, due_key, id);`,
  },
];

/** The indexes of a shared board, whose lists have no owner. */
export const EVERYONE_INDEXES = `
  CREATE INDEX IF NOT EXISTS todos_created ON todos (created_at, id);
  CREATE INDEX IF NOT EXISTS todos_due ON todos (due_key, id);
  CREATE INDEX IF NOT EXISTS todos_status_created ON todos (status, created_at, id);
  CREATE INDEX IF NOT EXISTS todos_status_due ON todos (status, due_key, id);`;
