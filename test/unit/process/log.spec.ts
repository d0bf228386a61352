import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../support/spec-server.js';
import { tempDir } from '../../support/temp-dir.js';
import { pause, until } from '../../support/until.js';

type Line = Record<string, unknown>;

const lines = (stdout: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('the log', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('is complete when %s comes right after the last request', async (signal) => {
    const server = await startServer();
    const count = 200;
    await Promise.all(Array.from({ length: count }, () => server.call('GET', '/todo')));
    const { code, stdout } = await server.end(signal);
    expect(code).toBe(0);
    expect(lines(stdout).filter(({ method, status }) => method === 'GET' && status === 401)).toHaveLength(count);
    expect(lines(stdout).at(-1)).toMatchObject({ msg: 'stopped' });
  });

  it('is complete after a second SIGINT, too', async () => {
    const server = await startServer({ env: { SHUTDOWN_DELAY: '1h' } });
    const end = server.end('SIGINT');
    await until('it is stopping', async () => (await server.call('GET', '/health/ready')).status === 503);
    await server.call('GET', '/todo');
    while (server.program.running) {
      server.program.signal('SIGINT');
      await pause(100);
    }
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(lines(stdout).filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('has probes at debug, and not at info', async () => {
    const probed = async (LOG_LEVEL: string) => {
      const server = await startServer({ env: { LOG_LEVEL } });
      for (const path of ['/health/live', '/health/ready']) await server.call('GET', path);
      return lines((await server.end()).stdout).filter(({ route }) => String(route).startsWith('/health/')).length;
    };
    expect([await probed('info'), await probed('debug')]).toEqual([0, 2]);
  });

  it('at trace is lines of JSON from the first to the last, those of Nest included', async () => {
    const server = await startServer({ env: { LOG_LEVEL: 'trace' } });
    await server.signIn();
    const { stdout, stderr } = await server.end();
    expect(stderr).toBe('');
    const logged = lines(stdout);
    expect(logged.length).toBeGreaterThan(20);
    expect(logged.map(({ context }) => context)).toContain('RouterExplorer');
    expect(stdout).not.toMatch(/correct horse|eyJ|\$2b\$/);
  });

  it('has one line with stack and request id for an unknown error', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    const token = await server.signIn();
    const db = new DatabaseSync(join(env.DATA_DIR, 'todo.db'));
    db.exec('DROP TABLE todos');
    db.close();
    const { status, headers } = await server.call('GET', '/todo', { token });
    expect(status).toBe(500);
    const failures = lines((await server.end()).stdout).filter(({ level }) => Number(level) >= 50);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ requestId: headers.get('x-request-id'), msg: 'unknown failure' });
    expect((failures[0]?.err as { stack: string }).stack).toMatch(/no such table: todos[^]*\n {4}at /);
  });
});
