import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingDocs } from '../../../src/config/setting.js';
import { tempDir } from '../../support/temp-dir.js';
import { faultsOf, KEY } from './faults.js';

function inFolderOf(dotEnv: string): void {
  const before = process.cwd();
  const dir = tempDir();
  writeFileSync(join(dir, '.env'), dotEnv);
  process.chdir(dir);
  onTestFinished(() => {
    process.chdir(before);
  });
}

function fileOf(text: string): string {
  const path = join(tempDir(), 'secret');
  writeFileSync(path, text);
  return path;
}

describe('loadConfig', () => {
  it('names all faults at once', () => {
    const env = { PORT: 'x', API_PREFIX: '/', JWT_SECRET: 'short', BCRYPT_COST: '1', LOG_LEVEL: 'loud' };
    expect(faultsOf(env).map((fault) => fault.split(' ', 1)[0])).toEqual(Object.keys(env));
  });

  it('counts an empty variable as unset', () => {
    const empty = Object.fromEntries(
      settingDocs()
        .flatMap(({ name }) => [name, `${name}_FILE`])
        .map((name) => [name, '']),
    );
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('ignores variables that are no settings', () => {
    expect(loadConfig({ NODE_ENV: 'x', port: '1', PORT_FILE: '/nowhere' }).PORT).toBe(5000);
  });
});

describe('.env in the working directory', () => {
  it('stands under the variables of the process', () => {
    inFolderOf('PORT=1\nAPI_PREFIX="v1" # quoted\n# BCRYPT_COST=4\n');
    expect(loadConfig({ PORT: '2' })).toMatchObject({ PORT: 2, API_PREFIX: 'v1', BCRYPT_COST: 10 });
  });

  it('shows through an empty variable of the process', () => {
    inFolderOf('PORT=1\nLOG_LEVEL=\n');
    expect(loadConfig({ PORT: '' })).toMatchObject({ PORT: 1, LOG_LEVEL: 'info' });
  });

  it('is checked like the rest', () => {
    inFolderOf('PORT=none\nJWT_SECRET=short');
    expect(faultsOf({})).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'JWT_SECRET must have at least 32 characters',
    ]);
  });

  it('is a fault when it cannot be read', () => {
    const before = process.cwd();
    const dir = tempDir();
    mkdirSync(join(dir, '.env'));
    process.chdir(dir);
    onTestFinished(() => {
      process.chdir(before);
    });
    expect(faultsOf({ BCRYPT_COST: '1' })).toEqual([
      '.env cannot be read (EISDIR)',
      'BCRYPT_COST must be a whole number from 4 to 20',
    ]);
  });
});

describe.each(['JWT_SECRET', 'JWT_SECRET_PREVIOUS'])('%s_FILE', (name) => {
  it.each([
    ['as it is', KEY, KEY],
    ['without the newline at its end', `${KEY}\n`, KEY],
    ['without the CRLF at its end', `${KEY}\r\n`, KEY],
    ['with all but the last newline', `\n${KEY}\n\n`, `\n${KEY}\n`],
    ['with its spaces', ` ${KEY} `, ` ${KEY} `],
  ])('gives the value %s', (_, text, value) => {
    expect(loadConfig({ [`${name}_FILE`]: fileOf(text) })).toHaveProperty(name, value);
  });

  it('cannot stand beside the variable', () => {
    const faults = faultsOf({ [name]: KEY, [`${name}_FILE`]: fileOf(KEY) });
    expect(faults).toEqual([`${name} and ${name}_FILE are both set; one of them must go`]);
  });

  it('must name a file that can be read', () => {
    const faults = faultsOf({ [`${name}_FILE`]: join(tempDir(), 'hidden-name') });
    expect(faults).toEqual([`${name}_FILE names a file that cannot be read (ENOENT)`]);
    expect(faultsOf({ [`${name}_FILE`]: tempDir() })).toEqual([
      `${name}_FILE names a file that cannot be read (EISDIR)`,
    ]);
  });

  it.each(['', '\n', 'short'])('is checked like the variable: %j', (text) => {
    expect(faultsOf({ [`${name}_FILE`]: fileOf(text) })).toEqual([`${name} must have at least 32 characters`]);
  });
});
