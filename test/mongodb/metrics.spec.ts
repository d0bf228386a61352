import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrape } from '../support/metrics.js';
import { Nodes } from '../support/nodes.js';
import { Server } from '../support/server.js';
import { until } from '../support/until.js';
import { able } from './able.js';

const operations = (kind: string, outcome: string) =>
  `todo_database_operation_duration_seconds_count{kind="${kind}",outcome="${outcome}"}`;

describe.skipIf(!able)('the metrics of a server on MongoDB', () => {
  let nodes: Nodes;
  let server: Server;

  beforeAll(async () => {
    nodes = await Nodes.start();
    const waiting = { MONGODB_TIMEOUT: '1s', MONGODB_POOL_SIZE: '3', MONGODB_CONNECT_TIMEOUT: '2m' };
    server = await Server.start({ env: { MONGODB_URI: nodes.uri('todo'), METRICS_PORT: '0', ...waiting } });
  });

  afterAll(async () => {
    await server.end('SIGKILL');
    await nodes.stop();
  });

  it('have the operations, the pool and the engine', async () => {
    const token = await server.signIn();
    await Promise.all(Array.from({ length: 20 }, () => server.add(token)));
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    const series = await scrape(server);
    expect(series.get(operations('read', 'done'))).toBeGreaterThanOrEqual(20);
    expect(series.get(operations('write', 'done'))).toBeGreaterThanOrEqual(20);
    expect(series.get(operations('ping', 'done'))).toBeGreaterThanOrEqual(1);
    expect(series.get('todo_database_connections_limit')).toBe(3);
    expect(series.get('todo_database_connections_in_use')).toBe(0);
    expect(series.get('todo_database_queue')).toBe(0);
    expect([...series.keys()].filter((name) => name.includes('engine="mongodb"'))).toHaveLength(1);
  });

  it('show that MongoDB does not answer, and what is waiting for it', async () => {
    const token = await server.signIn();
    const id = await server.add(token);
    await nodes.freeze(0);
    const asked = Array.from({ length: 10 }, () => server.call('GET', `/todo/${id}`, { token }));
    await until('operations wait', async () => ((await scrape(server)).get('todo_database_queue') ?? 0) >= 7);
    expect((await scrape(server)).get('todo_database_connections_in_use')).toBe(3);
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([503]));
    const series = await scrape(server);
    expect(series.get(operations('read', 'unavailable'))).toBeGreaterThanOrEqual(10);
    expect(series.get('todo_refusals_total{reason="unavailable",limit=""}')).toBeGreaterThanOrEqual(10);
    nodes.thaw(0);
    await until('nothing waits', async () => (await scrape(server)).get('todo_database_queue') === 0);
  });
});
