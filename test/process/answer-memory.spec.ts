import { expect, it } from 'vitest';
import { startServer } from '../support/spec-server.js';
import { Wire } from '../support/wire.js';

/** Longer than the buffers of the kernel, with descriptions of 10,000 characters. */
const TODOS = 1_500;

it('clients that do not take their lists are cut off when ANSWER_MEMORY is full, so that others are served', async () => {
  const server = await startServer({ env: { ANSWER_MEMORY: '1mb', SLOW_CLIENT_TIMEOUT: '24h' } });
  const [token, other] = [await server.signIn('greedy@mail.com'), await server.signIn('other@mail.com')];
  await server.add(other);
  const todo = { title: 'long', description: 'x'.repeat(10_000) };
  for (let added = 0; added < TODOS; added += 50)
    await Promise.all(Array.from({ length: 50 }, () => server.add(token, todo)));
  const wires = await Promise.all(Array.from({ length: 3 }, () => Wire.open(server.api)));
  for (const wire of wires) wire.head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${token}`);
  await wires[0]?.stall();
  const { status, body } = await server.call('GET', '/todo', { token: other });
  expect(status).toBe(200);
  expect(body.data).toHaveLength(1);
});
