import { afterEach, expect, it, vi } from 'vitest';
import { Unavailable } from '../../src/errors.js';
import { Engine } from '../../src/database/engine.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

afterEach(() => vi.restoreAllMocks());

it.each(['/health/live', '/health/ready'])('%s is ok without a token, and with a wrong one', async (path) => {
  for (const sent of [{}, { token: 'wrong' }]) {
    const { status, body } = await app.api.call('GET', path, sent);
    expect(status).toBe(200);
    expect(body).toEqual({ statusCode: 200, message: null, data: { status: 'ok' }, error: null });
  }
});

it('a probe is logged below info', async () => {
  for (const path of ['/health/live', '/health/ready']) await app.api.call('GET', path);
  const probes = (await app.logged()).filter(({ route }) => String(route).startsWith('/health/'));
  expect(probes.length).toBeGreaterThanOrEqual(2);
  for (const { level } of probes) expect(level).toBeLessThan(30);
});

it('/health/live is ok while the database is unavailable', async () => {
  vi.spyOn(app.get(Engine), 'ping').mockRejectedValue(new Unavailable('away'));
  expect((await app.api.call('GET', '/health/live')).status).toBe(200);
});
