import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { open as openSessions } from '../../../src/auth/repositories/sqlite/sqlite-session.repository.js';
import { Config } from '../../../src/config/config.js';
import { open as openEngine } from '../../../src/database/sqlite/sqlite.engine.js';
import { open as openTodos } from '../../../src/todo/repositories/sqlite/sqlite-todo.repository.js';
import { aSession, aTodo } from '../../support/builders.js';
import { tempDir } from '../../support/temp-dir.js';

const EXPIRED = 1_200;
const AT_ONCE = 500;
const LATER = new Date(Date.now() + 3_600_000);

/** An embedded engine, and a second connection to its file, for what no port offers. */
function opened() {
  const config = Object.assign(new Config(), { DATA_DIR: tempDir(), TODO_VISIBILITY: 'participants' });
  const engine = openEngine(config);
  const repositories = { sessions: openSessions(engine), todos: openTodos(engine, config) };
  const file = new DatabaseSync(join(config.dataDir, 'todo.db'));
  onTestFinished(async () => {
    file.close();
    await engine.close();
  });
  const left = (table: string) => file.prepare(`SELECT count(*) AS n FROM ${table} WHERE expires_at < 1000`).get()?.n;
  return { ...repositories, file, left };
}

const NUMBERS = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${EXPIRED})`;

it('a sign-in removes at most 500 expired sessions', async () => {
  const { sessions, file, left } = opened();
  file.exec(`${NUMBERS} INSERT INTO sessions SELECT 'session ' || i, 'user', 1 FROM n`);
  const removed: unknown[] = [];
  for (let time = 0; time < 4; time++) {
    await sessions.add(aSession());
    removed.push(left('sessions'));
  }
  expect(removed).toEqual([EXPIRED - AT_ONCE, EXPIRED - 2 * AT_ONCE, 0, 0]);
});

it('a keyed todo removes at most 500 expired keys, and never meets an expired one', async () => {
  const { todos, file, left } = opened();
  const todo = aTodo();
  file.exec(`${NUMBERS} INSERT INTO idempotency_keys SELECT 'owner', 'key ' || i, 'todo', 'digest', 1 FROM n`);
  // The oldest of all by its key, so that the purge does not reach it first.
  file.prepare("INSERT INTO idempotency_keys VALUES (?, 'z', 'gone', 'other', 2)").run(todo.owner);
  expect(await todos.addOnce(todo, { key: 'z', digest: 'mine', expiresAt: LATER })).toEqual({
    id: todo.id,
    digest: 'mine',
  });
  expect(left('idempotency_keys')).toBe(EXPIRED - AT_ONCE);
});
