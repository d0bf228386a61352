import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Ask } from '../../../bench/connection.js';
import { Load } from '../../../bench/load.js';

const GET: Ask = { text: 'GET /one HTTP/1.1\r\nHost: localhost\r\n\r\n', status: 200 };
const get = () => GET;

/** Connections to a server. It ends with the test. */
async function loadOf(listener: RequestListener, atMostMs?: number) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const load = await Load.open({
    server: 'ours',
    port: (server.address() as AddressInfo).port,
    connections: 4,
    atMostMs,
  });
  onTestFinished(() => {
    load.close();
    server.closeAllConnections();
    server.close();
  });
  return { server, load };
}

it('sends as many requests as it is asked to, and times each', async () => {
  let count = 0;
  const { load } = await loadOf((_, response) => response.end(String(++count)));
  expect(await load.run(get, 30)).toHaveLength(30);
  expect(count).toBe(30);
});

it('reads answers of every length and framing', async () => {
  let count = 0;
  const { load } = await loadOf((_, response) => {
    if (count++ % 2 === 0) {
      response.end('x'.repeat(count * 10_000));
      return;
    }
    for (let part = 0; part < count; part++) response.write('[1,\\r\\n0\\r\\n'.repeat(part * 1_000));
    response.end();
  });
  expect(await load.run(get, 20)).toHaveLength(20);
});

it('goes on until it is told to end', async () => {
  let count = 0;
  const { load } = await loadOf((_, response) => {
    count++;
    response.end('x');
  });
  const times = await load.trickle(get, { pauseMs: 1, isOver: () => count >= 20 });
  expect(times).toHaveLength(count);
  expect(count).toBeGreaterThanOrEqual(20);
});

it('fails when the server has closed an idle connection between two runs', async () => {
  const { load, server } = await loadOf((_, response) => response.end('x'));
  await load.run(get, 4);
  server.closeIdleConnections();
  await expect(load.run(get, 4)).rejects.toThrow(/^ours has not answered GET \/one .*(closed|EPIPE|ECONNRESET)/);
});

it('fails when an answer does not come, and names the request', async () => {
  const { load } = await loadOf((_, response) => response.write('half'), 50);
  await expect(load.run(get, 4)).rejects.toThrow(
    /^ours has not answered GET \/one \(\d+ bytes came\): nothing came for 50 ms$/,
  );
});

it('fails when an answer has another status', async () => {
  const { load } = await loadOf((_, response) => response.writeHead(503).end());
  await expect(load.run(get, 4)).rejects.toThrow(/ours has not answered GET \/one .* not expected: HTTP\/1.1 503/);
});

it('counts what a server refuses that has too much to do, where it may', async () => {
  let count = 0;
  const { load } = await loadOf((_, response) => response.writeHead(count++ % 2 === 0 ? 200 : 503).end());
  expect(await load.run(() => ({ ...GET, refusable: true }), 20)).toHaveLength(10);
  expect(load.refused).toBe(10);
});

it('fails when nobody listens', async () => {
  const place = { server: 'ours', port: 1, connections: 1 };
  await expect(Load.open(place)).rejects.toThrow(/^ours has not answered a connection .*ECONNREFUSED/);
});
