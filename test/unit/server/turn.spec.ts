import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connections } from '../../../src/server/connections/connections.js';
import { until } from '../../support/until.js';

const order: string[] = [];
const connections = new Connections();
const server = createServer(
  connections.inTurn((request, response) => {
    order.push(request.headers['x-from'] as string);
    response.end();
  }),
);

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close().closeAllConnections();
});

async function open(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  return socket.resume();
}

const requests = (method: string, from: string, count: number) =>
  `${method} / HTTP/1.1\r\nHost: a\r\nX-From: ${from}\r\n\r\n`.repeat(count);

it.each([
  ['POST', 1],
  ['GET', 4],
])(
  'a connection with many %ss that are answered at once has %d of them served before another one',
  async (method, most) => {
    const [greedy, other] = [await open(), await open()];
    order.length = 0;
    greedy.write(requests(method, 'greedy', 20));
    other.write(requests(method, 'other', 1));
    await until('all are answered', async () => order.length === 21);
    expect(order.indexOf('other')).toBeLessThanOrEqual(2 * most);
  },
);
