import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignUser } from '../support/foreign-user.js';
import { folderOf, modeOf, placeFile } from '../support/placed.js';
import type { Exit } from '../support/process.js';
import { MAIN, type ServerOptions } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';

const KEY = 'k3y-'.repeat(8);

/** Starts and stops a server. @returns the warnings in its log */
async function warningsOf(options: ServerOptions): Promise<string[]> {
  const server = await startServer(options);
  const { code, stdout } = await server.end();
  expect(code).toBe(0);
  const lines = stdout.trim().split('\n');
  const logged = lines.map((line) => JSON.parse(line) as { level: number; msg: string });
  return logged.filter(({ level }) => level >= 40).map(({ msg }) => msg);
}

/** The one line with which a start has failed. */
function refusal({ code, stderr }: Exit): string {
  expect([code, stderr.split('\n').length]).toEqual([1, 2]);
  return stderr.trim();
}

describe('a start', () => {
  it('closes its folder and its signing key to other users, and logs a line for each', async () => {
    const dir = folderOf('755');
    const path = placeFile(dir, 'jwt-secret', { mode: '444', text: KEY });
    expect(await warningsOf({ env: { DATA_DIR: dir } })).toEqual([
      `DATA_DIR ${dir} was open to other users; its rights are now 750`,
      expect.stringContaining(`${path} was open to other users; its rights are now 440.`),
    ]);
    expect([modeOf(dir), modeOf(path)]).toEqual(['750', '440']);
    expect(await warningsOf({ env: { DATA_DIR: dir } })).toEqual([]);
  });

  it('leaves the files of secrets, whatever their rights, to the orchestrator', async () => {
    const dir = folderOf('755');
    const path = placeFile(dir, 'secret', { mode: '444', text: KEY });
    const previous = placeFile(dir, 'previous', { mode: '666', text: 'pr3v-'.repeat(8) });
    expect(await warningsOf({ env: { JWT_SECRET_FILE: path, JWT_SECRET_PREVIOUS_FILE: previous } })).toEqual([]);
    expect([modeOf(path), modeOf(previous)]).toEqual(['444', '666']);
  });

  it('warns of settings that are valid and risky, in one line each, without a secret', async () => {
    const key = 'Q'.repeat(32);
    const env = { TODO_VISIBILITY: 'everyone', JWT_SECRET: key, JWT_SECRET_PREVIOUS: key };
    const logged = await warningsOf({ env });
    expect(logged.map((text) => text.split(' ', 1)[0])).toEqual([
      'JWT_SECRET',
      'JWT_SECRET_PREVIOUS',
      'TODO_VISIBILITY=everyone',
    ]);
    expect(logged.join()).not.toContain('QQ');
  });
});

const foreign = foreignUser(MAIN);
const reason = 'why' in foreign ? `, skipped since ${foreign.why}` : '';

describe.skipIf(reason)(`a start by a user without a name in group 0, on a folder of root${reason}`, () => {
  const onFolder = (dir: string): ServerOptions => ({
    env: { DATA_DIR: dir },
    cwd: join(dir, '..'),
    command: [...('command' in foreign ? foreign.command : ([''] as const)), process.execPath, MAIN],
  });

  it('serves where the group may write', async () => {
    const dir = folderOf('2770');
    expect(await warningsOf(onFolder(dir))).toEqual([]);
    expect([modeOf(dir), statSync(join(dir, 'todo.db')).uid]).toEqual(['2770', foreign.uid]);
  });

  it('serves where other users can read, and warns of it; the key may be readable by the group', async () => {
    const dir = folderOf('775');
    placeFile(dir, 'jwt-secret', { mode: '640', text: KEY });
    expect(await warningsOf(onFolder(dir))).toEqual([`DATA_DIR ${dir} is open to other users; run chmod o-rwx on it`]);
    expect(modeOf(dir)).toBe('775');
  });

  it('fails where every user can write', async () => {
    const dir = folderOf('777');
    expect(refusal(await run(onFolder(dir)))).toBe(
      `DATA_DIR ${dir} can be written by every user; run chmod o-rwx on it, or set another folder`,
    );
  });

  it('fails where every user can read the signing key', async () => {
    const dir = folderOf('770');
    const path = placeFile(dir, 'jwt-secret', { mode: '644', text: KEY });
    expect(refusal(await run(onFolder(dir)))).toBe(
      `${path} is open to every user; run chmod o-rwx on it, or set JWT_SECRET_FILE`,
    );
  });
});
