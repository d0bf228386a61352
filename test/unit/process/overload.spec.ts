import { expect, it } from 'vitest';
import { startServer } from '../../support/spec-server.js';
import { until } from '../../support/until.js';

const CLIENTS = 400;
const ORIGIN = 'https://app.example.com';

it('a server that has too much to do refuses some in the envelope, serves probes, and says so in one line', async () => {
  const server = await startServer({ env: { REQUEST_TIMEOUT: '4s', CORS_ORIGINS: ORIGIN } });
  const token = await server.signIn();
  for (let added = 0; added < 60; added++) await server.add(token, { title: 'long', description: 'x'.repeat(5_000) });
  const refusals: Awaited<ReturnType<typeof server.call>>[] = [];
  const client = async () => {
    while (refusals.length === 0) {
      const answer = await server.call('GET', '/todo?limit=60', { token, headers: { Origin: ORIGIN } });
      if (answer.status === 503 && answer.body.message === 'The server has too much to do') refusals.push(answer);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  const probes = async () => {
    const statuses: number[] = [];
    while (refusals.length === 0) statuses.push((await server.call('GET', '/health/live')).status);
    return statuses;
  };
  const [statuses] = await Promise.all([probes(), ...clients]);
  expect(new Set(statuses)).toEqual(new Set([200]));

  const [{ headers, body } = { headers: new Headers(), body: undefined }] = refusals;
  expect(body).toEqual({
    statusCode: 503,
    message: 'The server has too much to do',
    data: null,
    error: 'Service Unavailable',
  });
  expect(headers.get('retry-after')).toBe('1');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-request-id')).toMatch(/./);
  expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
  const said = () => server.program.stdout.split('\n').filter((line) => line.includes('too much to do'));
  await until('it says so', async () => said().length > 0);
  expect(JSON.parse(said()[0] ?? '')).toMatchObject({ level: 40, refused: expect.any(Number) as number });
  await until('it serves', async () => (await server.call('GET', '/todo?limit=1', { token })).status === 200);
});
