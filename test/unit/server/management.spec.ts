import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { managementServer } from '../../../src/server/management/listener.js';

it('a scrape that fails is a bare 500, and the server goes on', async () => {
  const server = managementServer({
    ready: async () => undefined,
    metrics: () => Promise.reject(new Error('EMFILE')),
    contentType: 'text/plain',
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://localhost:${port}${path}`);
  const failed = await ask('/metrics');
  expect(failed.status).toBe(500);
  expect(await failed.json()).toEqual({ statusCode: 500, message: null, data: null, error: null });
  expect((await ask('/health/ready')).status).toBe(200);
  server.close();
});
