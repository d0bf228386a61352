import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Connections } from '../../../src/server/connections/connections.js';
import { Turn } from '../../../src/server/connections/turn.js';
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

it('a client that waits for each answer is never held, however many requests come in one turn of the event loop', () => {
  const socket = Object.assign(new EventEmitter(), {
    bytesRead: 0,
    destroyed: false,
    pause: vi.fn(),
    destroy: vi.fn(),
  });
  let started = 0;
  const turn = new Turn(
    socket as unknown as Socket,
    () => started++,
    { count: 0 },
    () => undefined,
  );
  for (let request = 0; request < 10; request++) {
    socket.bytesRead += 100;
    const response = new EventEmitter();
    turn.take({ method: 'GET' } as IncomingMessage, response as ServerResponse);
    response.emit('close');
  }
  expect(started).toBe(10);
  expect(socket.pause).not.toHaveBeenCalled();
});

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
