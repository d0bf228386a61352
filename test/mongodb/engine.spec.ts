import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolve } from 'node:path';
import { Nodes } from '../support/nodes.js';
import { MAIN } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { able } from './able.js';

const USER = 'todo-api-user';
const PASSWORD = 'mum-is-the-word';

/** A server that ends when it asks for the embedded engine. */
const WITHOUT_SQLITE = [process.execPath, '--import', resolve('test/support/refuse-sqlite.ts'), MAIN] as const;

describe.skipIf(!able)('one node alone that asks for credentials', () => {
  let nodes: Nodes;

  const env = (password: string) => ({
    MONGODB_URI: nodes.uri('todo', 'authSource=admin', `${USER}:${password}@`),
    MONGODB_CONNECT_TIMEOUT: '5m',
    MONGODB_TIMEOUT: '5s',
    LOG_LEVEL: 'trace',
  });

  beforeAll(async () => {
    nodes = await Nodes.standalone(['--auth']);
    const admin = (await nodes.client(0)).db('admin');
    await admin.command({ createUser: USER, pwd: PASSWORD, roles: ['root'] });
  });

  afterAll(() => nodes.stop());

  it('serves without loading the embedded engine, and logs no credentials', async () => {
    const server = await startServer({ env: env(PASSWORD), command: WITHOUT_SQLITE });
    const token = await server.signIn('john@mail.com');
    const id = await server.add(token);
    expect((await server.call('PATCH', `/todo/${id}/done`, { token })).status).toBe(200);
    const { body } = await server.call('GET', '/todo', { token });
    expect(body.data).toMatchObject([{ id, status: 'done' }]);
    expect((await server.call('DELETE', `/todo/${id}`, { token })).status).toBe(200);
    expect((await server.call('POST', '/logout', { token })).status).toBe(200);
    expect((await server.call('GET', '/todo', { token })).status).toBe(401);

    await nodes.kill(0);
    expect((await server.call('GET', '/todo', { token })).status).toBe(503);
    await nodes.restart(0);
    const { code, stdout, stderr } = await server.end();
    expect(code).toBe(0);
    expect(stdout).toContain(`"data":"mongodb://127.0.0.1:${nodes.ports[0]}/todo"`);
    for (const secret of [USER, PASSWORD]) expect(stdout + stderr).not.toContain(secret);
  });

  it('the hook of the test above ends a server that loads the embedded engine', async () => {
    const { code, stderr } = await run({ command: WITHOUT_SQLITE });
    expect(code).toBe(1);
    expect(stderr).toContain('sqlite.engine.js was asked for');
  });

  it('with the wrong password a start ends at once, with one line', async () => {
    const began = Date.now();
    const { code, stdout, stderr } = await run({ env: env('not-the-word') });
    expect(code).toBe(1);
    expect(Date.now() - began).toBeLessThan(240_000);
    expect(stderr).toBe(`MongoDB at 127.0.0.1:${nodes.ports[0]} refuses: Authentication failed.\n`);
    expect(stdout).not.toMatch(/"level":[456]0|not-the-word|todo-api-user/);
  });
});
