import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

/** More than is free, whatever else uses the disk during the test. */
function moreThanFree(folder: string): string {
  const { blocks, bsize } = statfsSync(folder);
  return `${Math.ceil((blocks * bsize) / 1_048_576) + 1}mb`;
}

it('below DISK_RESERVE nothing grows, and all else goes on; one line says so', async () => {
  const DATA_DIR = tempDir();
  const before = await startServer({ env: { DATA_DIR } });
  const who = { email: 'john@mail.com', password: 'correct horse' };
  const token = await before.signIn(who.email);
  const [id, other] = [await before.add(token), await before.add(token)];
  const key = { 'Idempotency-Key': 'once' };
  const body = { title: 'one' };
  expect((await before.call('POST', '/todo', { token, body, headers: key })).status).toBe(201);
  await before.end();

  const server = await startServer({ env: { DATA_DIR, DISK_RESERVE: moreThanFree(DATA_DIR) } });
  const call = async (method: string, path: string, options: object = {}) => {
    const { status, body } = await server.call(method, path, { token, ...options });
    return status === 503 ? `503 ${body.message}` : status;
  };
  const refused = '503 The disk is almost full';
  expect(await call('POST', '/todo', { body })).toBe(refused);
  expect(await call('POST', '/todo', { body, headers: { 'Idempotency-Key': 'another' } })).toBe(refused);
  expect(await call('PATCH', `/todo/${id}`, { body: { description: 'long' } })).toBe(refused);
  expect(await call('PATCH', '/users/me', { body: { firstName: 'John' } })).toBe(refused);
  expect(await call('POST', '/register', { body: { ...who, email: 'jane@mail.com' } })).toBe(refused);

  expect(await call('POST', '/todo', { body, headers: key })).toBe(201);
  expect(await call('GET', '/todo')).toBe(200);
  expect(await call('PATCH', `/todo/${id}/done`)).toBe(200);
  expect(await call('PATCH', `/todo/${id}`, { body: { description: null } })).toBe(200);
  expect(await call('DELETE', `/todo/${other}`)).toBe(200);
  expect(await call('POST', '/login', { body: who })).toBe(200);
  const changed = { password: 'Another_1234', currentPassword: who.password };
  expect(await call('PATCH', '/users/me', { body: changed })).toBe(200);
  expect(await call('POST', '/users/me/erase', { body: { currentPassword: changed.password } })).toBe(200);

  const { stdout } = await server.end();
  const lines = stdout.split('\n').filter((line) => line.includes('The disk') || line.includes('the disk'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, msg: 'the disk is almost full: new data is refused' });
  const db = new DatabaseSync(join(DATA_DIR, 'todo.db'));
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM todos) AS n').get()).toEqual({ n: 0 });
  db.close();
});
