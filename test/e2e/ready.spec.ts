import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { Unavailable } from '../../src/errors.js';
import { Traffic } from '../../src/http/middleware/traffic.js';
import { Engine } from '../../src/database/engine.js';
import { until } from '../support/until.js';
import { withApp } from '../support/with-app.js';

const GRACE_MS = 1_000;
/** How long a probe waits for the database. */
const PROBE_WAITS_MS = 500;

const app = withApp({ READY_GRACE: `${GRACE_MS}ms` });

afterEach(() => {
  vi.restoreAllMocks();
  app.get(Traffic).stopping = false;
});

const ready = async () => (await app.api.call('GET', '/health/ready')).status;
const live = async () => (await app.api.call('GET', '/health/live')).status;
const goAway = () => vi.spyOn(app.get(Engine), 'ping').mockRejectedValue(new Unavailable('away'));

it('/health/ready allows READY_GRACE from the start on, even if nobody has asked before', async () => {
  await app.restart({ READY_GRACE: '1h' });
  goAway();
  expect(await ready()).toBe(200);
  await app.restart();
});

it('/health/ready is a 503 with Retry-After after READY_GRACE', async () => {
  expect(await ready()).toBe(200);
  goAway();
  await ready();
  await sleep(GRACE_MS);
  const { status, headers, body } = await app.api.call('GET', '/health/ready');
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(body).toMatchObject({ error: 'Service Unavailable', data: null });
});

it('/health/ready is a 503 only after READY_GRACE, and a 200 as soon as the database answers', async () => {
  expect(await ready()).toBe(200);
  goAway();
  const begin = performance.now();
  const first = await ready();
  if (performance.now() - begin < GRACE_MS) expect(first).toBe(200);
  await sleep(GRACE_MS);
  expect(await ready()).toBe(503);
  expect(await live()).toBe(200);
  vi.restoreAllMocks();
  expect(await ready()).toBe(200);
});

it('READY_GRACE begins anew each time the database goes away', async () => {
  expect(await ready()).toBe(200);
  goAway();
  await ready();
  await sleep(GRACE_MS);
  vi.restoreAllMocks();
  expect(await ready()).toBe(200);
  goAway();
  const begin = performance.now();
  const again = await ready();
  if (performance.now() - begin < GRACE_MS) expect(again).toBe(200);
});

it('/health/ready stays a 200 while the database answers each probe late', async () => {
  const engine = app.get(Engine);
  const ping = engine.ping.bind(engine);
  vi.spyOn(engine, 'ping').mockImplementation(async () => {
    await sleep(PROBE_WAITS_MS + 100);
    await ping();
  });
  const statuses: number[] = [];
  for (const begin = performance.now(); performance.now() - begin < 2.5 * GRACE_MS;) statuses.push(await ready());
  expect(new Set(statuses)).toEqual(new Set([200]));
});

it('/health/ready stays a 200 while requests are answered, even if no probe reaches the database', async () => {
  goAway();
  const { token } = await app.api.person();
  for (const begin = performance.now(); performance.now() - begin < 2.5 * GRACE_MS;) {
    await sleep(GRACE_MS / 5);
    expect((await app.api.call('GET', 'todo', { token })).status).toBe(200);
    expect(await ready()).toBe(200);
  }
  await until('/health/ready is a 503 when they end', async () => (await ready()) === 503);
});

it('/health/ready is a 503 once the server stops, while /health/live stays a 200', async () => {
  expect(await ready()).toBe(200);
  app.get(Traffic).stopping = true;
  expect(await ready()).toBe(503);
  expect(await live()).toBe(200);
});
