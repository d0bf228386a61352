import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../../support/server.js';
import { launch, startServer } from '../../support/spec-server.js';
import { tempDir } from '../../support/temp-dir.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** A program of util-linux that gives another one a terminal. */
const SCRIPT = '/usr/bin/script';

const onTerminal = (env: Record<string, string>) =>
  launch({ env, command: [SCRIPT, '-qec', `'${process.execPath}' '${MAIN}'`, '/dev/null'] }).program;

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

describe.skipIf(!existsSync(SCRIPT))('on a terminal, the start', () => {
  it('is a banner, and the log is made readable', async () => {
    const env = { DATA_DIR: tempDir(), API_PREFIX: 'v1' };
    const program = onTerminal(env);
    const api = await program.until((text) => /API +(http:\S+)/.exec(text)?.[1]);
    await program.until((text) => /Data +\S+/.exec(text)?.[0]);
    expect(program.stdout.replaceAll('\r', '').trim().split('\n')).toEqual([
      `Todo API ${version}`,
      `  API   ${api}`,
      `  Docs  ${api}/docs`,
      `  Data  ${join(env.DATA_DIR, 'todo.db')}`,
    ]);
    expect(api).toMatch(/^http:\/\/localhost:\d+\/v1$/);
    expect((await fetch(`${api}/todo`, { headers: { 'X-Request-Id': 'to-be-read' } })).status).toBe(401);
    const line = await program.until((text) => /requestId: "to-be-read"/.exec(stripVTControlCharacters(text))?.[0]);
    expect(line).toBeDefined();
    expect(program.stdout).not.toContain('{"level"');
  });

  it('does not name the documentation when it is switched off', async () => {
    const program = onTerminal({ DOCS_ENABLED: 'false' });
    await program.until((text) => /Data +\S+/.exec(text)?.[0]);
    expect(program.stdout).not.toContain('Docs');
  });
});
