import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { scrape } from '../support/metrics.js';
import { startServer } from '../support/spec-server.js';
import { until } from '../support/until.js';

/** A queue may take 50 ms. So many requests take longer, however fast the machine is. */
const CLIENTS = 1_500;
const REQUEST_TIMEOUT = '1s';
const ORIGIN = 'https://app.example.com';
const REFUSED = 'The server has too much to do';

/** A client that sends a request after each answer. `refused` gets the first refusal. */
function insist(socket: Socket, request: string, refused: (answer: string) => void): void {
  socket.setEncoding('latin1').on('data', (text: string) => {
    if (text.includes(REFUSED)) refused(text);
    socket.write(request);
  });
  socket.write(request);
}

it('a server that has too much to do refuses some in the envelope, serves probes, and says so in one line', async () => {
  const server = await startServer({ env: { REQUEST_TIMEOUT, CORS_ORIGINS: ORIGIN, METRICS_PORT: '0' } });
  const { port } = new URL(server.api);
  const token = await server.signIn();
  const fields = ['Host: a', `Authorization: Bearer ${token}`, `Origin: ${ORIGIN}`];
  const request = ['GET /api/users/me HTTP/1.1', ...fields, '', ''].join('\r\n');
  const refusals: string[] = [];
  const sockets: Socket[] = [];
  while (sockets.length < CLIENTS) {
    const some = Array.from({ length: 100 }, () => connect(Number(port), '127.0.0.1').on('error', () => undefined));
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    for (const socket of some) insist(socket, request, (answer) => refusals.push(answer));
    sockets.push(...some);
  }
  const statuses: number[] = [];
  do statuses.push((await server.call('GET', '/health/live')).status);
  while (refusals.length === 0);
  for (const socket of sockets) socket.destroy();
  expect(new Set(statuses)).toEqual(new Set([200]));

  const [head = '', body = ''] = refusals[0]?.split('\r\n\r\n') ?? [];
  expect(JSON.parse(body)).toEqual({ statusCode: 503, message: REFUSED, data: null, error: 'Service Unavailable' });
  for (const field of ['Retry-After: 1', 'X-Content-Type-Options: nosniff', `Access-Control-Allow-Origin: ${ORIGIN}`])
    expect(head.toLowerCase()).toContain(field.toLowerCase());
  expect(head).toMatch(/^HTTP\/1\.1 503 [^]*\r\nX-Request-Id: \S/i);
  const said = () => server.program.stdout.split('\n').filter((line) => line.includes('too much to do'));
  await until('it says so', async () => said().length > 0);
  expect(JSON.parse(said()[0] ?? '')).toMatchObject({ level: 40, refused: expect.any(Number) as number });
  expect((await scrape(server)).get('todo_refusals_total{reason="overload",limit=""}')).toBeGreaterThan(0);
  await until('it serves', async () => (await server.call('GET', '/users/me', { token })).status === 200);
});
