import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/spec-server.js';
import { pause } from '../../support/until.js';
import { Wire } from '../../support/wire.js';

const REQUEST_TIMEOUT = 1_000;
/** Node checks for time-outs every second. */
const AT_MOST_MS = REQUEST_TIMEOUT + 2_000;
const env = { REQUEST_TIMEOUT: `${REQUEST_TIMEOUT}ms` };

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
    const server = await startServer({ env });
    const wire = await Wire.open(server.api);
    wire.socket.write(first);
    for (const byte of then) {
      await pause(100);
      if (wire.socket.closed) break;
      wire.socket.write(byte);
    }
    expect(await wire.closed).toBeLessThan(AT_MOST_MS);
    expect(wire.received).toMatch(/^HTTP\/1\.1 (408 Request Timeout|401 Unauthorized)\r\n/);
    expect(wire.received).not.toContain('503');
    expect((await server.call('GET', '/health/live')).status).toBe(200);
  });
});

describe('a connection', () => {
  it('that sends nothing at all is closed', async () => {
    const { api } = await startServer({ env });
    expect(await (await Wire.open(api)).closed).toBeLessThan(AT_MOST_MS);
  });

  it('is kept open for longer than balancers keep theirs', async () => {
    const server = await startServer();
    const { headers } = await server.call('GET', '/health/live');
    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(65);
  });

  it('that is kept serves again, long after a request may have taken', async () => {
    const { api } = await startServer({ env });
    const wire = await Wire.open(api);
    wire.head('GET /health/live HTTP/1.1');
    await wire.until(/\{.*\}/);
    await pause(AT_MOST_MS);
    wire.received = '';
    wire.head('GET /health/live HTTP/1.1');
    expect(await wire.until(/^HTTP\/1\.1 \d+/)).toBe('HTTP/1.1 200');
  });
});
