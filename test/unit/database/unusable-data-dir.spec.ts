import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { StartError } from '../../../src/config/start-error.js';
import { openEngine } from '../../../src/database/open-engine.js';
import { tempDir } from '../../support/temp-dir.js';

/** The one line with which opening the embedded database in this folder fails. */
async function refusal(DATA_DIR: string): Promise<string> {
  const error: unknown = await openEngine(loadConfig({ DATA_DIR })).then(
    (engine) => engine.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartError)) throw new Error('no refusal', { cause: error });
  expect(error.message).not.toContain('\n');
  return error.message;
}

describe('an unusable DATA_DIR is reported in one line:', () => {
  it('a file in its place', async () => {
    const dir = join(tempDir(), 'file');
    writeFileSync(dir, '');
    expect(await refusal(dir)).toMatch(`DATA_DIR ${dir} cannot be made: EEXIST`);
  });

  it('a file in the place of its parent', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    expect(await refusal(join(file, 'data'))).toMatch('cannot be made: ENOTDIR');
  });

  it.each(['todo.db', 'todo.lock'])('a folder in the place of %s', async (name) => {
    const dir = tempDir();
    mkdirSync(join(dir, name));
    expect(await refusal(dir)).toMatch(/cannot be/);
  });

  it('a file that is no database', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'todo.db'), 'These are my notes.\n'.repeat(100));
    expect(await refusal(dir)).toBe(`The database ${join(dir, 'todo.db')} cannot be used: file is not a database`);
  });
});
