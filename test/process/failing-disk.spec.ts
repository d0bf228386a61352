import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../support/client.js';
import { MAIN, type Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const PERSON = { email: 'john@example.com', password: 'correct horse' };
const NEW = { email: 'jane@example.com', password: 'correct horse' };

interface Board {
  server: Server;
  token: string;
  id: string;
  dir: string;
}

async function board(dir = tempDir()): Promise<Board> {
  const server = await startServer({ env: { DATA_DIR: dir } });
  const token = await server.signIn(PERSON.email);
  return { server, token, id: await server.add(token, { title: 'before' }), dir };
}

const list = async ({ server, token }: Board) => (await server.call('GET', '/todo', { token })).body.data;

/** Every kind of write there is. */
const writes = ({ server, token, id }: Board): Promise<Answer[]> =>
  Promise.all([
    server.call('POST', '/todo', { token, body: { title: 'during' } }),
    server.call('PATCH', `/todo/${id}/done`, { token }),
    server.call('DELETE', `/todo/${id}`, { token }),
    server.call('POST', '/login', { body: PERSON }),
    server.call('POST', '/register', { body: NEW }),
    server.call('POST', '/logout', { token, body: {} }),
  ]);

async function expectRefusals(on: Board): Promise<void> {
  const before = await list(on);
  for (const { status, headers, body } of await writes(on)) {
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(body).toEqual({
      statusCode: 503,
      message: 'The database cannot serve right now',
      data: null,
      error: 'Service Unavailable',
    });
  }
  expect(await list(on)).toEqual(before);
}

async function expectWorks(on: Board): Promise<void> {
  expect(await list(on)).toMatchObject([{ id: on.id, title: 'before', status: 'todo' }]);
  expect((await on.server.call('PATCH', `/todo/${on.id}/done`, on)).status).toBe(200);
  expect((await on.server.call('POST', '/todo', { token: on.token, body: { title: 'after' } })).status).toBe(201);
  expect((await on.server.call('POST', '/register', { body: NEW })).status).toBe(201);
  expect(await list(on)).toMatchObject([{ status: 'done' }, { title: 'after' }]);
}

/** Runs what follows as a user whom permissions stop, even where that is root. */
const DROP = ['setpriv', '--inh-caps=-dac_override', '--bounding-set=-dac_override'];

const has = (tool: string) => {
  try {
    return execFileSync(tool, ['--version']).length > 0;
  } catch {
    return false;
  }
};

describe('every write is a 503, does nothing, and works again afterwards:', () => {
  it('with a lock that another process holds', async () => {
    const on = await board();
    const other = new DatabaseSync(join(on.dir, 'todo.db'));
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    await expectRefusals(on);
    other.exec('ROLLBACK');
    await expectWorks(on);
  });

  it('with a disk that takes no more', async ({ skip }) => {
    if (!has('prlimit')) return skip('there is no prlimit on this machine');
    const on = await board();
    const limit = (bytes: number | 'unlimited') =>
      execFileSync('prlimit', [`--pid=${on.server.program.pid}`, `--fsize=${bytes}:`]);
    limit(statSync(join(on.dir, 'todo.db-wal')).size);
    await expectRefusals(on);
    limit('unlimited');
    await expectWorks(on);
  });

  it('with a file that may only be read', async ({ skip }) => {
    const on = await board();
    await on.server.end();
    chmodSync(join(on.dir, 'todo.db'), 0o400);
    // Permissions do not stop root, unless it gives that power up.
    const root = process.getuid?.() === 0;
    if (root && !has('setpriv')) return skip('there is no setpriv on this machine');
    const [first = process.execPath, ...rest] = root ? [...DROP, process.execPath] : [];
    const server = await startServer({ env: { DATA_DIR: on.dir }, command: [first, ...rest, MAIN] });
    await expectRefusals({ ...on, server });
    await server.end();

    chmodSync(join(on.dir, 'todo.db'), 0o600);
    await expectWorks({ ...on, server: await startServer({ env: { DATA_DIR: on.dir } }) });
  });
});
