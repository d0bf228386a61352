import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { freePort } from '../support/ports.js';
import type { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';
import { pause, until } from '../support/until.js';
import { Wire } from '../support/wire.js';

/** Waits until `/health/ready` answers 503. */
const untilNotReady = (server: Server) =>
  until('readiness says no', async () => (await server.call('GET', '/health/ready')).status === 503);

/** Waits until the server takes no new connection. */
const untilClosed = (server: Server) =>
  until('it is closed', () =>
    fetch(server.api).then(
      () => false,
      () => true,
    ),
  );

/** The last line of the log of a server that has ended. */
function lastLine(stdout: string): Record<string, unknown> {
  const line = stdout.split('\n').find((text) => text.endsWith('"msg":"stopped"}')) ?? '{}';
  return JSON.parse(line) as Record<string, unknown>;
}

/** Makes copies of the one todo that is there. */
const COPIES = `
  WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < :count)
  INSERT INTO todos (id, owner, created_by, title, description, status, created_at, updated_at, version)
  SELECT printf('%024x', i), owner, created_by, title, description, status, created_at, updated_at, version FROM todos, n`;

/** A server with a list that is longer than the buffers of the kernel for a client that does not read. */
async function withLongList(
  env: Record<string, string>,
  { description = 'x'.repeat(10_000), count = 1_500 } = {},
): Promise<{ server: Server; token: string; count: number }> {
  const dir = tempDir();
  const server = await startServer({ env: { DATA_DIR: dir, ...env } });
  const token = await server.signIn();
  await server.add(token, { title: 'long', description });
  const db = new DatabaseSync(join(dir, 'todo.db'), { timeout: 60_000 });
  db.prepare(COPIES).run({ count });
  db.close();
  return { server, token, count };
}

describe('SIGTERM', () => {
  it('makes readiness fail at once; for SHUTDOWN_DELAY requests are still served, with `Connection: close`, after a second SIGTERM, too', async () => {
    const server = await startServer({ env: { SHUTDOWN_DELAY: '5s' } });
    const token = await server.signIn();
    const kept = await Wire.open(server.api);
    kept.head('GET /health/live HTTP/1.1');
    expect(await kept.until(/Connection: [\w-]+/i)).toBe('Connection: keep-alive');
    const start = performance.now();
    const end = server.end('SIGTERM');
    await untilNotReady(server);
    server.program.signal('SIGTERM');
    for (let round = 0; round < 5; round++) {
      const { status, headers } = await server.call('GET', '/todo', { token });
      expect([status, headers.get('connection')]).toEqual([200, 'close']);
      expect((await server.call('GET', '/health/live')).status).toBe(200);
      await pause(100);
    }
    kept.received = '';
    kept.head('GET /health/live HTTP/1.1');
    expect(await kept.until(/Connection: [\w-]+/i)).toBe('Connection: close');
    await kept.closed;
    const { code, stdout } = await end;
    expect(code).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(5_000);
    expect(lastLine(stdout)).toMatchObject({ cut: 0 });
  });

  it('lets a slow reader receive the whole of a long list', async () => {
    const { server, token, count } = await withLongList({});
    const wire = await Wire.open(server.api);
    wire.head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${token}`);
    await wire.stall();
    const end = server.end('SIGTERM');
    await untilClosed(server);
    await pause(1_000);
    expect(server.program.running).toBe(true);
    wire.socket.resume();
    await wire.closed;
    expect(wire.received.match(/"title":"long"/g)).toHaveLength(count);
    expect(wire.received).toMatch(/\]\}\r\n0\r\n\r\n$/);
    const { code, stdout } = await end;
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ cut: 0 });
  });

  it('lets a slow reader receive the whole of answers that are waiting to be sent', async () => {
    const { server, token, count } = await withLongList({}, { description: '\u{1F600}'.repeat(10_000), count: 99 });
    const wire = await Wire.open(server.api);
    const request = ['GET /api/todo HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${token}`, '', ''];
    wire.socket.write(request.join('\r\n').repeat(4));
    await wire.stall();
    // The answer to a later request shows that the server has those before.
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    const end = server.end('SIGTERM');
    await untilClosed(server);
    await pause(500);
    wire.socket.resume();
    await wire.closed;
    expect(wire.received.match(/"title":"long"/g)).toHaveLength(4 * count);
    expect(lastLine((await end).stdout)).toMatchObject({ cut: 0 });
  });

  it('lets a login in progress succeed', async () => {
    const server = await startServer({ env: { BCRYPT_COST: '13' } });
    const body = { email: 'john@example.com', password: 'correct horse' };
    await server.call('POST', '/register', { body });
    const wire = await Wire.open(server.api);
    const text = JSON.stringify(body);
    wire.head('POST /api/login HTTP/1.1', 'Content-Type: application/json', `Content-Length: ${text.length}`);
    wire.socket.write(text);
    // The answer to a later request shows that the server has the one before.
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    const end = server.end('SIGTERM');
    expect(await wire.until(/^HTTP\/1\.1 \d+/)).toBe('HTTP/1.1 200');
    const { code, stdout } = await end;
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ cut: 0 });
  });

  it('cuts requests that are stuck at SHUTDOWN_TIMEOUT, counts and logs them', async () => {
    const { server, token } = await withLongList({ SHUTDOWN_TIMEOUT: '1s' });
    const wires = await Promise.all([1, 2].map(() => Wire.open(server.api)));
    for (const wire of wires) {
      wire.head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${token}`, 'X-Request-Id: stuck');
      await wire.stall();
    }
    const start = performance.now();
    const { code, stdout } = await server.end('SIGTERM');
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(performance.now() - start).toBeLessThan(60_000);
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ cut: 2 });
    const lines = stdout.split('\n').filter((line) => line.includes('"requestId":"stuck"'));
    expect(lines.map((line) => (JSON.parse(line) as { cut: boolean }).cut)).toEqual([true, true]);
  });
});

describe('SIGINT', () => {
  it('ends at once when it comes again, a second or more after the first, with a complete log', async () => {
    const server = await startServer({ env: { SHUTDOWN_DELAY: '1h' } });
    const start = performance.now();
    const end = server.end('SIGINT');
    await untilNotReady(server);
    await server.call('GET', '/todo');
    while (server.program.running) {
      server.program.signal('SIGINT');
      await pause(100);
    }
    expect(performance.now() - start).toBeGreaterThan(1_000);
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(lastLine(stdout)).toEqual({});
    expect(stdout.split('\n').filter((line) => line.includes('"method":"GET"'))).toHaveLength(1);
  });
});

describe('npm', () => {
  it('passes SIGTERM on with its delay, and ends when the server does', async () => {
    const port = await freePort();
    const server = await startServer({
      cwd: process.cwd(),
      env: { DATA_DIR: tempDir(), SHUTDOWN_DELAY: '500ms', PORT: String(port) },
      command: ['npm', 'run', 'start:prod'],
    });
    expect((await server.call('GET', '/todo')).status).toBe(401);
    const start = performance.now();
    const { code, stdout } = await server.end('SIGTERM');
    expect(performance.now() - start).toBeGreaterThanOrEqual(500);
    expect(lastLine(stdout)).toMatchObject({ cut: 0 });
    expect(code).toBe(0);
    await expect(fetch(server.api)).rejects.toThrow('fetch failed');
  });
});
