import { describe, expect, it } from 'vitest';
import type { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const WRITERS = 16;
const KEYS = 100;
const ROUNDS = 3;

const post = (server: Server, token: string, key: string) =>
  server.call('POST', '/todo', { token, body: { title: key }, headers: { 'Idempotency-Key': key } });

/** Posts under the keys that are left until the server is gone, and kills it once `locations` has `killAt` of them. */
async function postUntilGone(
  server: Server,
  token: string,
  left: string[],
  locations: Map<string, string>,
  killAt: number,
) {
  for (let key = left.shift(); key !== undefined; key = left.shift()) {
    const answer = await post(server, token, key).catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status).toBe(201);
    locations.set(key, String(answer.headers.get('location')));
    if (locations.size === killAt) void server.end('SIGKILL');
  }
}

describe('kill -9 between commit and answer', () => {
  it('a retry of every key adds each todo once, and has the same answer', async () => {
    const env = { DATA_DIR: tempDir() };
    let server = await startServer({ env });
    const token = await server.signIn();
    const keys: string[] = [];
    const locations = new Map<string, string>();
    for (let round = 1; round <= ROUNDS; round++) {
      const fresh = Array.from({ length: KEYS }, (_, index) => `${round}-${index}`);
      keys.push(...fresh);
      const killAt = locations.size + 30 * round;
      await Promise.all(Array.from({ length: WRITERS }, () => postUntilGone(server, token, fresh, locations, killAt)));
      expect(await server.program.exit()).toMatchObject({ signal: 'SIGKILL' });

      server = await startServer({ env });
      for (let from = 0; from < keys.length; from += 50) {
        const part = keys.slice(from, from + 50);
        const answers = await Promise.all([...part, ...part].map((key) => post(server, token, key)));
        answers.forEach(({ status, headers }, index) => {
          expect(status).toBe(201);
          const [key, location] = [part[index % part.length] ?? '', headers.get('location') ?? ''];
          expect(location).toBe(locations.get(key) ?? location);
          locations.set(key, location);
        });
      }
      const { body } = await server.call('GET', '/todo', { token });
      const found = body.data as { id: string; title: string }[];
      expect(found.map(({ title }) => title).sort()).toEqual([...keys].sort());
      for (const { id, title } of found) expect(locations.get(title)).toBe(`/api/todo/${id}`);
    }
  });
});
