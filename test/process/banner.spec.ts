import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { Client } from '../support/client.js';
import { MAIN } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';
import { hasTerminal, Terminal } from '../support/terminal.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const startOnTerminal = (env: Record<string, string>) => new Terminal({ env, command: [process.execPath, MAIN] });

describe('the start', () => {
  it('is one line of JSON when the output is no terminal: version, API, documentation, data', async () => {
    const env = { DATA_DIR: tempDir() };
    const { program, api } = await startServer({ env });
    const lines = program.stdout.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      version,
      api,
      docs: `${api}/docs`,
      data: join(env.DATA_DIR, 'todo.db'),
      msg: 'listening',
    });
    expect((await fetch(`${api}/docs`)).status).toBe(200);
  });

  it('does not name the documentation when it is switched off', async () => {
    const { program } = await startServer({ env: { DOCS_ENABLED: 'false' } });
    expect(program.stdout).not.toContain('docs');
  });
});

describe.skipIf(!hasTerminal)('on a terminal, the start', () => {
  it('is a banner, below which a request has one line, with time, level and id, and an unknown error its stack', async () => {
    const env = { DATA_DIR: tempDir(), API_PREFIX: 'v1' };
    const terminal = startOnTerminal(env);
    await terminal.until(/Data +\S+/);
    const api = await terminal.until(/API +(http:\S+)/);
    expect(terminal.text.trim().split('\n')).toEqual([
      `Todo API ${version}`,
      `  API   ${api}`,
      `  Docs  ${api}/docs`,
      `  Data  ${join(env.DATA_DIR, 'todo.db')}`,
    ]);
    expect(api).toMatch(/^http:\/\/localhost:\d+\/v1$/);

    const client = new Client(api);
    expect((await client.call('GET', '/todo', { headers: { 'X-Request-Id': 'to-be-read' } })).status).toBe(401);
    const line = await terminal.until(/.*to-be-read.*\n/);
    expect(line).toMatch(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: \{.*"method":"GET","route":"\/v1\/todo","status":401,.*\}\n$/,
    );
    expect(terminal.text.endsWith(`\n\n${line}`)).toBe(true);

    const token = await client.signIn();
    const db = new DatabaseSync(join(env.DATA_DIR, 'todo.db'));
    db.exec('DROP TABLE todos');
    db.close();
    expect((await client.call('GET', '/todo', { token, headers: { 'X-Request-Id': 'fails' } })).status).toBe(500);
    expect(await terminal.until(/.*ERROR.*\n/)).toMatch(/ERROR: unknown failure \{.*"requestId":"fails"/);
    await terminal.until(/ERROR: unknown failure.*\n[^]*no such table: todos\n +at .+\n +at /);
  });

  it('does not name the documentation when it is switched off', async () => {
    const terminal = startOnTerminal({ DOCS_ENABLED: 'false' });
    await terminal.until(/Data +\S+/);
    expect(terminal.text).not.toContain('Docs');
  });
});
