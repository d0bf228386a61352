import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Nodes } from '../support/nodes.js';
import { startServer } from '../support/spec-server.js';
import { until } from '../support/until.js';
import { able } from './able.js';

const [USER, PASSWORD] = ['somebody-special', 's3cret-of-the-database'];

describe.skipIf(!able)('a server that signs in to its database', () => {
  let nodes: Nodes;

  beforeAll(async () => {
    nodes = await Nodes.start();
    const admin = (await nodes.client(0)).db('admin');
    const user = { createUser: USER, pwd: PASSWORD, roles: ['root'] };
    // A primary that has just been elected refuses writes at first.
    await until('the user has been created', () => admin.command(user));
  });
  afterAll(() => nodes.stop());

  it('logs no credentials at trace, whether the database answers or not', async () => {
    const uri = nodes.uri('todo', 'authSource=admin', `${USER}:${PASSWORD}@`);
    const env = { MONGODB_URI: uri, MONGODB_TIMEOUT: '500ms', READY_GRACE: '1ms', LOG_LEVEL: 'trace' };
    const server = await startServer({ env });
    // A slow machine may exceed the short time-out at first, so these try again.
    const token = await until('signed in', () => server.signIn('john@example.com'));
    await until('a todo is added', () => server.add(token, { title: 'the title of a todo' }));
    await nodes.freeze(0);
    try {
      expect((await server.call('GET', '/todo', { token })).status).toBe(503);
      await until('readiness says no', async () => (await server.call('GET', '/health/ready')).status === 503);
      const start = performance.now();
      expect((await server.end()).code).toBe(0);
      expect(performance.now() - start).toBeLessThan(60_000);
    } finally {
      nodes.thaw(0);
    }
    expect(server.program.stdout).toMatch(/"level":40.*"err"/);
    const said = server.program.stdout + server.program.stderr;
    for (const value of [USER, PASSWORD, token, 'the title', 'john@', 'correct horse', uri])
      expect(said.includes(value), value).toBe(false);
  });
});
