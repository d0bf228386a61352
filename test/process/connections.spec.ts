import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAIN, type Server } from '../support/server.js';
import { startServer, withServer } from '../support/spec-server.js';
import { until } from '../support/until.js';
import { Wire } from '../support/wire.js';

const portOf = ({ api }: Server) => Number(new URL(api).port);

/** The lines of the access log. */
const requests = ({ program }: Server) => program.stdout.split('\n').filter((line) => line.includes('"method":'));

async function open(server: Server): Promise<Socket> {
  const socket = connect(portOf(server), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await new Promise((done) => socket.once('connect', done));
  return socket;
}

const head = (method: string, path: string, token: string, ...more: string[]) =>
  [`${method} /api${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${token}`, ...more, '', ''].join('\r\n');

/** With so little memory, a server that keeps all that it is sent ends. */
const small = withServer(() => ({ command: [process.execPath, '--max-old-space-size=128', MAIN] }));

describe('pipelined requests', () => {
  it('are answered in order, however many are held', async () => {
    const server = small();
    const token = await server.signIn();
    const wire = await Wire.open(server.api);
    const titles = Array.from({ length: 36 }, (_, index) => `number ${index}`);
    wire.socket.write(titles.map((title) => head('GET', `/nope/${encodeURIComponent(title)}`, token)).join(''));
    await wire.until(/number%2035/);
    const answered = [...wire.received.matchAll(/Cannot GET \/api\/nope\/(number%20\d+)/g)].map(([, title]) => title);
    expect(answered).toEqual(titles.map((title) => encodeURIComponent(title)));
  });

  it('wait for an unsafe one before them, and it for those before it', async () => {
    const server = small();
    const token = await server.signIn();
    const id = await server.add(token);
    const wire = await Wire.open(server.api);
    wire.socket.write(
      [
        head('GET', `/todo/${id}`, token),
        head('PATCH', `/todo/${id}/done`, token),
        head('GET', `/todo/${id}`, token),
        head('DELETE', `/todo/${id}`, token),
        head('GET', `/todo/${id}`, token),
      ].join(''),
    );
    await wire.until(/is not found/);
    const statuses = [...wire.received.matchAll(/"status":"(\w+)"|successfully (edited|deleted)|is not found/g)];
    expect(statuses.map(([text]) => text)).toEqual([
      '"status":"todo"',
      'successfully edited',
      '"status":"done"',
      'successfully deleted',
      'is not found',
    ]);
  });

  it('in one write of 100,000 cut the connection off; the server serves others', async () => {
    const server = small();
    const token = await server.signIn();
    const before = requests(server).length;
    const sockets = await Promise.all(Array.from({ length: 20 }, () => open(server)));
    const many = head('GET', '/todo', token).repeat(100_000);
    for (const socket of sockets) socket.write(many);
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('close', done))));
    expect((await server.call('GET', '/todo', { token })).status).toBe(200);
    await until('all is logged', async () => requests(server).length > before || undefined);
    expect(requests(server).length - before).toBeLessThanOrEqual(20 * 36 + 1);
  });
});

describe('MAX_CONNECTIONS', () => {
  it('closes the connection that has been idle for the longest to let a new one in', async () => {
    const server = await startServer({ env: { MAX_CONNECTIONS: '5' } });
    const idle: Socket[] = [];
    for (let count = 0; count < 5; count++) idle.push(await open(server));
    const closed = new Promise((done) => idle[0]?.once('close', done));
    const wire = await Wire.open(server.api);
    wire.head('GET /health/live HTTP/1.1');
    await wire.until(/"status":"ok"/);
    await closed;
    expect(idle.slice(1).every((socket) => !socket.destroyed)).toBe(true);
  });
});

describe('SLOW_CLIENT_TIMEOUT', () => {
  it('cuts off a client that reads nothing, and serves one that reads slowly to the end', async () => {
    const server = await startServer({ env: { SLOW_CLIENT_TIMEOUT: '3s' } });
    const token = await server.signIn();
    for (let count = 0; count < 300; count++) {
      await server.add(token, { title: `${count}`, description: '\u{1F600}'.repeat(10_000) });
    }
    const silent = await Wire.open(server.api);
    silent.socket.write(head('GET', '/todo', token));
    await silent.stall();
    // The client goes on sending, which does not count.
    const chatter = setInterval(() => silent.socket.write(head('GET', '/todo', token)), 200);
    onTestFinished(() => clearInterval(chatter));

    const slow = await open(server);
    let received = '';
    slow.setEncoding('utf8').on('data', (text: string) => {
      received = (received + text).slice(-100);
      slow.pause();
      setTimeout(() => slow.resume(), 30);
    });
    slow.write(head('GET', '/todo', token, 'Connection: close'));
    await new Promise((done) => slow.once('end', done));
    expect(received).toMatch(/\]\}\r\n0\r\n\r\n$/);
    await until('the log says that the silent client was cut off', async () =>
      requests(server).some((line) => line.includes('"cut":true')) ? true : undefined,
    );
  });
});

describe('descriptors', () => {
  it('come back after clients that ask for the documentation and go', async () => {
    const server = small();
    const count = () => readdirSync(`/proc/${server.program.pid}/fd`).length;
    await fetch(`${server.api}/docs/swagger-ui-bundle.js`).then((answer) => answer.arrayBuffer());
    const before = count();
    for (let round = 0; round < 5; round++) {
      const socket = await open(server);
      socket.write(head('GET', '/docs/swagger-ui-bundle.js', 'x').repeat(30));
      await sleep(50);
      socket.resetAndDestroy();
    }
    await until('the descriptors are back', async () => (count() <= before + 2 ? true : undefined));
  });
});
