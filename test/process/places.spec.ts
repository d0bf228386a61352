import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

describe('a path with a space in it', () => {
  it('serves, hashes in its workers, and keeps its data there', async () => {
    const cwd = join(tempDir('te st'), 'my app');
    mkdirSync(cwd);
    for (const name of ['dist', 'package.json']) cpSync(name, join(cwd, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'));
    const server = await startServer({ cwd, command: ['npm', 'run', 'start:prod'] });
    const token = await server.signIn();
    expect((await server.call('POST', '/todo', { token, body: { title: 'here' } })).status).toBe(201);
    expect(server.program.stdout).toContain(JSON.stringify(join(cwd, 'data', 'todo.db')));
  });
});

describe.each(['UTC', 'Pacific/Auckland', 'America/St_Johns'])('under TZ=%s', (TZ) => {
  it('dates in answers are the same', async () => {
    const server = await startServer({ env: { TZ } });
    const token = await server.signIn();
    for (const dueDate of ['2022-12-04', '2022-09-25T02:30:00Z', '2022-12-04T10:12:30.513+13:00', '1900-01-01']) {
      await server.call('POST', '/todo', { token, body: { title: 'dated', dueDate } });
    }
    const { body } = await server.call('GET', '/todo', { token });
    const todos = body.data as { due_date: string; created_at: string }[];
    expect(todos.map((todo) => todo.due_date)).toEqual([
      '2022-12-04T00:00:00.000Z',
      '2022-09-25T02:30:00.000Z',
      '2022-12-03T21:12:30.513Z',
      '1900-01-01T00:00:00.000Z',
    ]);
    expect(Math.abs(Date.parse(todos[0]?.created_at ?? '') - Date.now())).toBeLessThan(60_000);
  });
});

describe.each([
  ['the embedded engine', 'mongoose', ['mongoose', '@nestjs/mongoose']],
  ['the server', 'openapi', ['class-validator-jsonschema', resolve('dist/todo/todo.openapi.js')]],
])('%s', (_, what, names) => {
  const refuse = resolve(`test/support/refuse-${what}.ts`);

  it(`never loads ${what}`, async () => {
    const server = await startServer({ command: [process.execPath, '--import', refuse, MAIN] });
    const token = await server.signIn();
    expect((await server.call('POST', '/todo', { token, body: { title: 'here' } })).status).toBe(201);
    expect((await server.call('GET', '/openapi.json')).status).toBe(200);
    expect((await server.end()).code).toBe(0);
  });

  it.each(names)('would fail if it loaded %s', async (name) => {
    const command: [string, ...string[]] = [process.execPath, '--import', refuse, '-e', `await import('${name}')`];
    const { code, stderr } = await run({ command, cwd: resolve('.') });
    expect(code).toBe(1);
    expect(stderr).toContain(`${name} was asked for`);
  });
});
