import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { pause, until } from '../support/until.js';
import { Wire } from '../support/wire.js';

const REQUEST_TIMEOUT = 1_000;
/** Node checks for time-outs every second. This is less than the default time-out, and enough for a slow machine. */
const AT_MOST_MS = 9_000;

let server: Server;

beforeAll(async () => void (server = await Server.start({ env: { REQUEST_TIMEOUT: `${REQUEST_TIMEOUT}ms` } })));
afterAll(() => server.end('SIGKILL'));

/** The name of each client, the bytes that it sends at once, and those that it then sends one by one. */
const slow: [string, string, string][] = [
  ['the request line', 'GET /api', '/todo'.repeat(20)],
  ['the head', 'GET /api/todo HTTP/1.1\r\nHost: localhost\r\nX: ', 'x'.repeat(100)],
  [
    'the body',
    'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"email": "',
    'x'.repeat(100),
  ],
  [
    'the body in chunks',
    'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    '1\r\nx\r\n'.repeat(20),
  ],
  [
    'a body that the route does not read',
    'GET /api/todo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n',
    'x'.repeat(100),
  ],
];

describe.each(slow)('a client that is slow with %s', (_, first, then) => {
  it('is answered and closed in about REQUEST_TIMEOUT', async () => {
    const wire = await Wire.open(server.api);
    wire.socket.write(first);
    for (const byte of then) {
      await pause(100);
      if (wire.socket.closed) break;
      wire.socket.write(byte);
    }
    expect(await wire.closed).toBeLessThan(AT_MOST_MS);
    expect(wire.received).toMatch(/^HTTP\/1\.1 (408 Request Timeout|401 Unauthorized)\r\n/);
    expect(wire.received).not.toContain('HTTP/1.1 503');
    await until('it serves', async () => (await server.call('GET', '/health/live')).status === 200);
  });
});

describe('a connection', () => {
  it('that sends nothing at all is closed', async () => {
    expect(await (await Wire.open(server.api)).closed).toBeLessThan(AT_MOST_MS);
  });

  it('is kept open for longer than balancers keep theirs', async () => {
    const withDefaults = await startServer();
    const { headers } = await withDefaults.call('GET', '/health/live');
    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(65);
  });

  it('that is kept serves again, long after a request may have taken', async () => {
    const wire = await Wire.open(server.api);
    wire.head('GET /health/live HTTP/1.1');
    await wire.until(/\{.*\}/);
    await pause(3 * REQUEST_TIMEOUT);
    wire.received = '';
    wire.head('GET /health/live HTTP/1.1');
    expect(await wire.until(/^HTTP\/1\.1 \d+/)).toBe('HTTP/1.1 200');
  });
});
