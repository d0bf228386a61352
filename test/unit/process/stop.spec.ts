import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/spec-server.js';
import { tempDir } from '../../support/temp-dir.js';

describe('a server', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s, kept-alive connections or not', async (signal) => {
    const server = await startServer();
    await server.signIn();
    const { code, signal: killedBy, stderr } = await server.end(signal);
    expect({ code, killedBy, stderr }).toEqual({ code: 0, killedBy: null, stderr: '' });
    await expect(fetch(server.api)).rejects.toThrow('fetch failed');
  });

  it('leaves all data in one file, with no log beside it', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    await server.signIn();
    expect(readdirSync(env.DATA_DIR)).toContain('todo.db-wal');
    await server.end();
    expect(readdirSync(env.DATA_DIR).toSorted()).toEqual(['jwt-secret', 'todo.db', 'todo.lock']);
  });

  it('ends when npm alone receives SIGTERM', async () => {
    const server = await startServer({
      cwd: resolve('.'),
      env: { DATA_DIR: tempDir() },
      command: ['npm', 'run', 'start:prod'],
    });
    expect((await server.call('GET', '/todo')).status).toBe(401);
    await server.end('SIGTERM');
    await expect(fetch(server.api)).rejects.toThrow('fetch failed');
  });
});
