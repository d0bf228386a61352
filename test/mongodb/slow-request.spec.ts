import { expect, it, onTestFinished } from 'vitest';
import { Nodes } from '../support/nodes.js';
import { startServer } from '../support/spec-server.js';
import { until } from '../support/until.js';
import { able } from './able.js';

it.skipIf(!able)('the line of a slow request shows the time in which MongoDB has not answered', async () => {
  const nodes = await Nodes.start();
  onTestFinished(() => nodes.stop());
  const env = { MONGODB_URI: nodes.uri('todo'), REQUEST_TIMEOUT: '2s', SLOW_REQUEST: '1s' };
  const server = await startServer({ env });
  const token = await until('it signs in', () => server.signIn());
  await nodes.freeze(0);
  const { status, headers } = await server.call('GET', '/todo', { token });
  expect(status).toBe(503);
  const id = `"requestId":"${headers.get('x-request-id')}"`;
  const line = await server.program.until((stdout) =>
    stdout.split('\n').find((one) => one.includes(id) && one.endsWith('"slow request"}')),
  );
  const { ms, database } = JSON.parse(line) as { ms: number; database: number };
  expect(ms).toBeGreaterThanOrEqual(1_990);
  expect(database).toBeGreaterThan(ms / 2);
});
