import { once } from 'node:events';
import { readFileSync, statfsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { metricsUrl, scrape } from '../support/metrics.js';
import { MAIN, type Server } from '../support/server.js';
import { run, startServer, withServer } from '../support/spec-server.js';
import { until } from '../support/until.js';
import { Wire } from '../support/wire.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Asks the management port. */
async function ask(server: Server, path: string, method = 'GET') {
  const response = await fetch(new URL(path, metricsUrl(server)), { method });
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text() };
}

/** Waits until a series has this value: a request is counted shortly after its client has the answer. */
const untilCounted = (server: Server, series: string, value: number) =>
  until(`${series} is ${value}`, async () => (await scrape(server)).get(series) === value);

const requests = (route: string, method: string, status: string) =>
  `todo_http_request_duration_seconds_count{route="${route}",method="${method}",status="${status}"}`;
const events = (event: string) => `todo_security_events_total{event="${event}"}`;
const refusals = (reason: string, limit = '') => `todo_refusals_total{reason="${reason}",limit="${limit}"}`;

describe('without METRICS_PORT', () => {
  it('nothing of it is loaded, and the API has no metrics', async () => {
    const refuse = resolve('test/support/refuse-prom-client.ts');
    const server = await startServer({ command: [process.execPath, '--import', refuse, MAIN] });
    expect(server.program.stdout).not.toContain('metrics');
    expect((await server.call('GET', '/metrics')).status).toBe(404);
  });

  it('the test would notice', async () => {
    const refuse = resolve('test/support/refuse-prom-client.ts');
    const command = [process.execPath, '--import', refuse, MAIN] as const;
    const { code, stderr } = await run({ command, env: { METRICS_PORT: '0' } });
    expect(code).toBe(1);
    expect(stderr).toContain('was asked for');
  });
});

describe('METRICS_PORT', () => {
  const running = withServer(() => ({ env: { METRICS_PORT: '0', WRITE_LIMIT: '2' } }));

  it('has probes that answer like those of the API, and nothing else', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const { body } = await running().call('GET', path);
      expect(await ask(running(), path)).toEqual({
        status: 200,
        type: 'application/json; charset=utf-8',
        text: JSON.stringify(body),
      });
    }
    const url = new URL(running().api);
    expect((await ask(running(), `${url.pathname}/todo`)).status).toBe(404);
    expect((await ask(running(), '/toString')).status).toBe(404);
    expect((await ask(running(), '/metrics', 'POST')).status).toBe(404);
    expect(await ask(running(), '/metrics?x', 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect((await fetch(new URL('/metrics', url))).status).toBe(404);
  });

  it('counts requests by the pattern of their route, never by what a client sends', async () => {
    const server = running();
    const token = await server.signIn('requests@example.com');
    const id = await server.add(token);
    await server.call('GET', `/todo/${id}`, { token });
    await server.call('GET', '/todo/wrong-id', { token });
    await server.call('GET', '/no-such-path');
    await server.call('PROPFIND', '/todo');
    await untilCounted(server, requests('none', 'other', '4xx'), 1);
    await untilCounted(server, requests('none', 'GET', '4xx'), 2);
    await untilCounted(server, requests('/api/todo/:todoId', 'GET', '2xx'), 1);
    await untilCounted(server, requests('/api/todo/:todoId', 'GET', '4xx'), 1);
    await untilCounted(server, requests('/api/todo', 'POST', '2xx'), 1);
    const { text, type } = await ask(server, '/metrics');
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const sent of [id, 'wrong-id', 'no-such-path', 'PROPFIND', 'requests@example.com'])
      expect(text).not.toContain(sent);
  });

  it('counts sign-ins and sign-outs, waits, hashes and operations of the database', async () => {
    const server = running();
    const before = await scrape(server);
    const token = await server.signIn('signs@example.com');
    await server.call('POST', '/logout', { token });
    await server.call('POST', '/login', { body: { email: 'signs@example.com', password: 'a wrong one' } });
    const after = await scrape(server);
    const grown = (series: string) => (after.get(series) ?? 0) - (before.get(series) ?? 0);
    expect(grown(events('authn_login_success'))).toBe(1);
    expect(grown(events('authn_token_revoked'))).toBe(1);
    expect(grown(events('authn_login_fail'))).toBe(1);
    expect(grown('todo_waiting_seconds_count{turn="hashing"}')).toBe(3);
    expect(grown('todo_hashing_duration_seconds_count{task="hash"}')).toBe(1);
    expect(grown('todo_hashing_duration_seconds_count{task="compare"}')).toBe(2);
    for (const kind of ['read', 'write'])
      expect(
        grown(`todo_database_operation_duration_seconds_count{kind="${kind}",outcome="done"}`),
      ).toBeGreaterThanOrEqual(2);
  });

  it('counts refusals by the limit that was reached', async () => {
    const server = running();
    const token = await server.signIn('refused@example.com');
    for (let count = 0; count < 2; count++) await server.add(token);
    expect((await server.call('POST', '/todo', { token, body: { title: 'one too many' } })).status).toBe(429);
    expect((await scrape(server)).get(refusals('limit', 'writes'))).toBe(1);
  });

  it('tells of the process and of the build', async () => {
    const series = await scrape(running());
    expect(series.get(`todo_build_info{version="${version}",node="${process.version}",engine="sqlite"}`)).toBe(1);
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_open_fds',
      'process_max_fds',
      'nodejs_heap_size_used_bytes',
      'nodejs_heap_size_total_bytes',
      'nodejs_heap_size_limit_bytes',
      'nodejs_eventloop_active_seconds_total',
      'nodejs_gc_duration_seconds_count{kind="major"}',
    ])
      expect(series.get(name), name).toBeGreaterThan(0);
    const startedAt = (series.get('process_start_time_seconds') ?? 0) * 1_000;
    expect(Math.abs(Date.now() - startedAt)).toBeLessThan(3_600_000);
    await until('the delay of the event loop has been measured', async () => {
      return ((await scrape(running())).get('nodejs_eventloop_delay_seconds_count') ?? 0) > 1;
    });
    expect(series.has('todo_database_connections_limit')).toBe(false);
  });
});

describe('the management port', () => {
  it('answers while the port of the API is full, and says so', async () => {
    const server = await startServer({ env: { METRICS_PORT: '0', MAX_CONNECTIONS: '2' } });
    const held = [await Wire.open(server.api), await Wire.open(server.api)];
    for (const wire of held)
      wire.head('POST /api/register HTTP/1.1', 'Content-Length: 9', 'Content-Type: application/json');
    await untilCounted(server, 'todo_http_requests_in_flight', 2);
    await (
      await Wire.open(server.api)
    ).closed;
    await expect(fetch(new URL('/health/live', server.api))).rejects.toThrow();

    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect((await ask(server, path)).status).toBe(200);
    const series = await scrape(server);
    expect(series.get('todo_http_connections')).toBe(2);
    expect(series.get('todo_http_connections_limit')).toBe(2);
    expect(series.get(refusals('connections'))).toBeGreaterThanOrEqual(2);
    expect(held.every(({ socket }) => !socket.destroyed)).toBe(true);
  });

  it('is live and not ready during a stop, and counts until its end', async () => {
    const server = await startServer({ env: { METRICS_PORT: '0', SHUTDOWN_DELAY: '1h' } });
    server.program.signal('SIGTERM');
    await until('it is not ready', async () => (await ask(server, '/health/ready')).status === 503);
    expect((await ask(server, '/health/live')).status).toBe(200);
    expect((await ask(server, '/metrics')).status).toBe(200);
    expect(JSON.parse((await ask(server, '/health/ready')).text)).toMatchObject({ message: 'The server is stopping' });
  });

  it('is refused with one line when it is taken', async () => {
    const taken = createServer().listen(0);
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run({ env: { METRICS_PORT: String(port) } });
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${port} cannot be used (EADDRINUSE); set METRICS_PORT to another one\n`);
  });

  it('counts what a full disk refuses', async () => {
    const { blocks, bsize } = statfsSync('.');
    const DISK_RESERVE = `${Math.ceil((blocks * bsize) / 1_048_576) + 1}mb`;
    const server = await startServer({ env: { METRICS_PORT: '0', DISK_RESERVE } });
    const body = { email: 'john@example.com', password: 'correct horse' };
    expect((await server.call('POST', '/register', { body })).status).toBe(503);
    expect((await scrape(server)).get(refusals('low-space'))).toBe(1);
  });
});
