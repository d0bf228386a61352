import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

type Line = Record<string, unknown>;

async function probe(server: Server): Promise<void> {
  for (const path of ['/health/live', '/health/ready']) await server.call('GET', path);
}

/** The levels of the lines of probes. */
const levelsOfProbes = (logged: Line[]) =>
  logged.filter(({ route }) => String(route).startsWith('/health/')).map(({ level }) => level);

const lines = (stdout: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('the log', () => {
  it('at trace is lines of JSON from the first to the last, those of Nest included, with probes at debug', async () => {
    const server = await startServer({ env: { LOG_LEVEL: 'trace' } });
    await server.signIn();
    await probe(server);
    const { stdout, stderr } = await server.end();
    expect(stderr).toBe('');
    const logged = lines(stdout);
    expect(logged.length).toBeGreaterThan(20);
    expect(logged.map(({ context }) => context)).toContain('RouterExplorer');
    expect(levelsOfProbes(logged)).toEqual([20, 20]);
    expect(stdout).not.toMatch(/correct horse|eyJ|\$2b\$/);
  });

  it('at info has one line with stack and request id for an unknown error, and none for probes', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    const token = await server.signIn();
    const db = new DatabaseSync(join(env.DATA_DIR, 'todo.db'));
    db.exec('DROP TABLE todos');
    db.close();
    const { status, headers } = await server.call('GET', '/todo', { token });
    expect(status).toBe(500);
    await probe(server);
    const logged = lines((await server.end()).stdout);
    expect(levelsOfProbes(logged)).toEqual([]);
    const failures = logged.filter(({ level }) => Number(level) >= 50);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ requestId: headers.get('x-request-id'), msg: 'unknown failure' });
    expect((failures[0]?.err as { stack: string }).stack).toMatch(/no such table: todos[^]*\n {4}at /);
  });
});
