import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const KEY = 'k3y-'.repeat(8);

/** A pipe that gives the key to its first reader; a second one would wait for ever. */
function pipe(): { JWT_SECRET_FILE: string; given: Promise<void> } {
  const path = join(tempDir(), 'pipe');
  execFileSync('mkfifo', [path]);
  return { JWT_SECRET_FILE: path, given: writeFile(path, KEY) };
}

it('a start reads each file once, so that a secret may come from a pipe', async () => {
  const { JWT_SECRET_FILE, given } = pipe();
  await startServer({ env: { JWT_SECRET_FILE } });
  await given;
});

it('so does npm run db:migrate', async () => {
  const { JWT_SECRET_FILE, given } = pipe();
  const { code, stderr } = await run({
    env: { JWT_SECRET_FILE },
    command: [process.execPath, resolve('dist/migrate.js')],
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await given;
});
