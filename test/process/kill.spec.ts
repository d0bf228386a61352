import { describe, expect, it } from 'vitest';
import type { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const WRITERS = 16;
const WRITES = 150;

/** Adds todos until the server is gone, and notes the locations of those that it has acknowledged. */
async function addUntilGone(server: Server, token: string, acknowledged: string[]): Promise<void> {
  for (;;) {
    const answer = await server.call('POST', '/todo', { token, body: { title: 'written' } }).catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status).toBe(201);
    acknowledged.push(String(answer.headers.get('location')));
    if (acknowledged.length === WRITES) void server.end('SIGKILL');
  }
}

describe('kill -9', () => {
  it('loses nothing that was acknowledged', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    const token = await server.signIn();
    const acknowledged: string[] = [];
    await Promise.all(Array.from({ length: WRITERS }, () => addUntilGone(server, token, acknowledged)));
    expect(await server.program.exit()).toMatchObject({ signal: 'SIGKILL' });
    expect(acknowledged.length).toBeGreaterThanOrEqual(WRITES);

    const again = await startServer({ env });
    const { body } = await again.call('GET', '/todo', { token });
    const found = new Set((body.data as { id: string }[]).map(({ id }) => `/api/todo/${id}`));
    expect(acknowledged.filter((location) => !found.has(location))).toEqual([]);
    expect(found.size).toBeLessThanOrEqual(acknowledged.length + WRITERS);
    expect((await again.call('POST', '/todo', { token, body: { title: 'after' } })).status).toBe(201);
  });
});
