import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { MAIN } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a server ends with 0 on %s right after its last request, with its log complete and all data in one file',
  async (signal) => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    await server.signIn();
    expect(readdirSync(env.DATA_DIR)).toContain('todo.db-wal');
    const count = 200;
    // Their connections are kept alive.
    await Promise.all(Array.from({ length: count }, () => server.call('GET', '/todo')));

    const { code, signal: killedBy, stdout, stderr } = await server.end(signal);
    expect({ code, killedBy, stderr }).toEqual({ code: 0, killedBy: null, stderr: '' });
    await expect(fetch(server.api)).rejects.toThrow('fetch failed');
    const lines = stdout.trim().split('\n');
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.filter(({ method, status }) => method === 'GET' && status === 401)).toHaveLength(count);
    expect(logged.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(readdirSync(env.DATA_DIR).toSorted()).toEqual(['jwt-secret', 'todo.db', 'todo.lock']);
  },
);

// A process that leaves a signal to the system is killed by it; as the first process of a container, it goes on.
it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s at the beginning of a start is not lost', async (SIGNAL, code) => {
  const command = [process.execPath, '--import', resolve('test/support/signal-at-start.ts'), MAIN] as const;
  const end = await run({ command, env: { SIGNAL } });
  expect(end).toMatchObject({ signal: null, stderr: '' });
  // Node handles it between two turns of its loop, and a start has few. A server that listens by then stops as ever.
  expect([0, code]).toContain(end.code);
});
