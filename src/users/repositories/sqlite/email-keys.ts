import type { DataMigration, Part } from '../../../database/data-migration.js';
import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import { emailKey } from '../../email.js';
import type { UserRow } from './user.rows.js';

/** Users in one transaction. It holds up no request for long. */
const PART = 500;

const NEXT = `
  SELECT id, email, created_at FROM users INDEXED BY users_without_key
  WHERE email_key IS NULL AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ${PART}`;
const GIVE = 'UPDATE OR IGNORE users SET email_key = ? WHERE id = ?';

type Row = Pick<UserRow, 'id' | 'email' | 'created_at'>;

/** Gives each user without a key the key of their email, the oldest user first. A key that is taken is not given. */
export const emailKeys = (engine: SqliteEngine): DataMigration => ({
  name: 'users/email-key',
  run: async function* (): AsyncGenerator<Part> {
    let after: [number, string] = [-Infinity, ''];
    for (;;) {
      const rows = await engine.read(() => engine.prepare(NEXT).all(...after) as unknown as Row[]);
      const last = rows.at(-1);
      if (!last) return;
      const left = await engine.writeAll(() => rows.filter((row) => !give(engine, row)).map(({ id }) => id));
      yield { changed: rows.length - left.length, left };
      after = [last.created_at, last.id];
    }
  },
});

function give(engine: SqliteEngine, { id, email }: Row): boolean {
  const key = emailKey(email);
  return key !== undefined && engine.prepare(GIVE).run(key, id).changes === 1;
}
