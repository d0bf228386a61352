import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Nodes } from '../support/nodes.js';
import type { Answer } from '../support/client.js';
import { Server } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';
import { able } from './able.js';

const REQUEST_TIMEOUT = 3_000;
const READY_GRACE = 1_000;
/** Milliseconds within which every answer comes, on a slow machine too; a driver that waits for its own limits takes longer. */
const AT_MOST = 25_000;
const PERSON = { email: 'john@mail.com', password: 'correct horse' };

let nodes: Nodes;
let proxy: TcpProxy;
let server: Server;

const admin = async (command: object) => (await nodes.client(0)).db('admin').command({ ...command });

interface Outage {
  begin: () => unknown;
  end: () => unknown;
}

const outages: Record<string, Outage> = {
  killed: { begin: () => nodes.kill(0), end: () => nodes.restart(0) },
  frozen: { begin: () => nodes.freeze(0), end: () => nodes.thaw(0) },
  'stepped down': {
    begin: () => admin({ replSetStepDown: 120, force: true }),
    end: () => admin({ replSetFreeze: 0 }),
  },
  'cut off': { begin: () => proxy.cut(), end: () => proxy.open() },
  silent: { begin: () => proxy.silence(), end: () => proxy.open() },
};

/** One request of every kind. No other test uses the todos and sessions that they may change. */
const requests = (live: string, revoked: string, leaving: string, ids: [string, string]): Promise<Answer>[] => [
  server.call('GET', '/todo', { token: live }),
  server.call('GET', '/todo', { token: revoked }),
  server.call('POST', '/todo', { token: live, body: { title: 'in doubt' } }),
  server.call('PATCH', `/todo/${ids[0]}/done`, { token: live }),
  server.call('DELETE', `/todo/${ids[1]}`, { token: live }),
  server.call('POST', '/login', { body: PERSON }),
  server.call('POST', '/register', { body: { ...PERSON, email: `${ids[0]}@mail.com` } }),
  server.call('POST', '/logout', { token: leaving }),
];

function expectRefused({ status, headers, body, ms }: Answer): void {
  expect(body).toEqual({
    statusCode: 503,
    message: expect.stringMatching(/^(The database cannot serve right now|The request took too long)$/) as string,
    data: null,
    error: 'Service Unavailable',
  });
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(headers.get('www-authenticate')).toBeNull();
  expect(ms).toBeLessThan(AT_MOST);
}

/** Before and after an outage a slow machine may exceed the short time-outs, so these try again. */
const signIn = () => until('signed in', () => server.signIn(PERSON.email));
const untilReady = () => until('it is ready', async () => (await server.call('GET', '/health/ready')).status === 200);

/** Waits until `/health/ready` turns from 200 to 503. @returns the milliseconds from the first probe on */
async function untilNotReady(): Promise<number> {
  const first = performance.now();
  return until('/health/ready turns 503', async () => {
    const { status } = await server.call('GET', '/health/ready');
    expect([200, 503]).toContain(status);
    return status === 503 ? performance.now() - first : undefined;
  });
}

describe.skipIf(!able)('MongoDB is', () => {
  beforeAll(async () => {
    const advertise = async (port: number) => (proxy = await TcpProxy.start(port)).port;
    nodes = await Nodes.start({ advertise });
    const env = {
      MONGODB_URI: nodes.uri('todo'),
      MONGODB_TIMEOUT: '1s',
      REQUEST_TIMEOUT: `${REQUEST_TIMEOUT}ms`,
      READY_GRACE: `${READY_GRACE}ms`,
    };
    server = await Server.start({ env });
  });

  afterAll(async () => {
    await server.end();
    await nodes.stop();
    await proxy.cut();
  });

  it.each(Object.keys(outages))(
    '%s: every request is answered with 503 in time, and the server recovers',
    async (name) => {
      const outage = outages[name] as Outage;
      const [live, revoked, leaving] = [await signIn(), await signIn(), await signIn()];
      await until('it is signed out', async () => {
        await server.call('POST', '/logout', { token: revoked });
        return (await server.call('GET', '/todo', { token: revoked })).status === 401;
      });
      const add = () => until('a todo is added', () => server.add(live, { title: name }));
      const ids: [string, string] = [await add(), await add()];
      await untilReady();

      await outage.begin();
      const notReady = untilNotReady();
      try {
        for (const answer of await Promise.all(requests(live, revoked, leaving, ids))) expectRefused(answer);
        expect(await notReady).toBeGreaterThanOrEqual(READY_GRACE);
        const probe = await server.call('GET', '/health/live');
        expect({ status: probe.status, soon: probe.ms < AT_MOST }).toEqual({ status: 200, soon: true });
      } finally {
        await outage.end();
      }

      const listed = await until('it serves again', async () => {
        const answer = await server.call('GET', '/todo', { token: live });
        expect([200, 503]).toContain(answer.status);
        return answer.status === 200 ? answer : undefined;
      });
      expect(listed.body.data).toEqual(expect.arrayContaining([expect.objectContaining({ id: ids[0], title: name })]));
      await untilReady();
      await until('the session is still revoked', async () => {
        const { status } = await server.call('GET', '/todo', { token: revoked });
        expect(status).not.toBe(200);
        return status === 401;
      });
      await until('a todo is added', () => server.add(live));
      expect(server.failures).toEqual([]);
    },
  );
});
