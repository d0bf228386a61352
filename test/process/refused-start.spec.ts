import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exit } from '../support/process.js';
import { MAIN } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

/** Checks that a start has failed with one line for the operator. @returns that line */
function onlyLine({ code, signal, stdout, stderr }: Exit): string {
  expect({ code, signal }).toEqual({ code: 1, signal: null });
  expect(stdout + stderr).not.toMatch(/\bat .+:\d+:\d+|"stack"/);
  expect(stdout).not.toMatch(/"level":[456]0/);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(1);
  return String(lines[0]);
}

describe('a wrong configuration', () => {
  it('is reported in one message with every fault, those of .env included, and no secret', async () => {
    const [secret, previous] = ['hush-hush', 'mum is the word'];
    const env = {
      PORT: 'eighty',
      JWT_SECRET: secret,
      JWT_SECRET_PREVIOUS: previous,
      BODY_LIMIT: '1tb',
      LOG_LEVEL: 'loud',
    };
    const cwd = tempDir();
    writeFileSync(join(cwd, '.env'), 'API_PREFIX=/\nBODY_LIMIT=5mb\n');
    const { code, stdout, stderr } = await run({ cwd, env });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const [head, ...faults] = stderr.trimEnd().split('\n');
    expect(head).toBe('The configuration is not usable:');
    expect(faults.map((fault) => /^ {2}(\w+) must /.exec(fault)?.[1])).toEqual(ORDER);
    for (const value of [secret, previous, 'eighty', '1tb', 'loud']) expect(stderr).not.toContain(value);
  });
});

/** Faults are listed in the order of the class `Config`. */
const ORDER = ['PORT', 'API_PREFIX', 'JWT_SECRET', 'JWT_SECRET_PREVIOUS', 'BODY_LIMIT', 'LOG_LEVEL'];

describe('a port in use', () => {
  it('is reported in one line', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, done));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const line = onlyLine(await run({ env: { PORT: String(port) } }));
    expect(line).toBe(`Port ${port} cannot be used (EADDRINUSE); set PORT to another one`);
  });
});

/** More of them stand in test/unit/database/unusable-data-dir.spec.ts. */
describe('an unusable DATA_DIR is reported in one line:', () => {
  it('another process uses it', async () => {
    const dir = tempDir();
    await startServer({ env: { DATA_DIR: dir } });
    const line = onlyLine(await run({ env: { DATA_DIR: dir } }));
    expect(line).toBe(`DATA_DIR ${dir} is in use by another process; the embedded database serves one at a time`);
  });

  it('a database of something else', async () => {
    const dir = tempDir();
    const db = new DatabaseSync(join(dir, 'todo.db'));
    db.exec('CREATE TABLE users (name TEXT)');
    db.close();
    const line = onlyLine(await run({ env: { DATA_DIR: dir } }));
    expect(line).toBe(`The database ${join(dir, 'todo.db')} cannot be migrated: table users already exists`);
  });

  it('a signing key that is too short', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'jwt-secret'), 'short\n');
    expect(onlyLine(await run({ env: { DATA_DIR: dir } }))).toMatch('does not hold a signing secret');
  });
});

describe('npm run start:prod without a build', () => {
  it('is reported in one line', async () => {
    const cwd = tempDir();
    copyFileSync('package.json', join(cwd, 'package.json'));
    const line = onlyLine(await run({ cwd, command: ['npm', 'run', 'start:prod'] }));
    expect(line).toBe('There is no build to serve. Run: npm run build');
  });
});

/** A Node on this machine that is older than ours. */
function olderNode(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin'];
  const nodes = folders.map((folder) => join(folder, 'node')).filter((path) => existsSync(path));
  return nodes.find((path) => Number(/^v(\d+)/.exec(spawnSync(path, ['-v']).stdout.toString())?.[1]) < 24);
}

describe('an older Node', () => {
  it('is reported in one line', async ({ skip }) => {
    const node = olderNode();
    if (node === undefined) return skip('there is no Node before 24 on this machine');
    expect(onlyLine(await run({ command: [node, MAIN] }))).toMatch(
      /^Node\.js 24 or newer with node:sqlite is needed, and this is v\d+\.\d+\.\d+; on Linux, npm start brings its own\.$/,
    );
  });
});
