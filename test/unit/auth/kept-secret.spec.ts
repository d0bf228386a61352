import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptSecret } from '../../../src/auth/tokens/kept-secret.js';
import { StartError } from '../../../src/config/start-error.js';
import { modeOf, placeFile } from '../../support/placed.js';
import { tempDir } from '../../support/temp-dir.js';
import { warnings } from '../../support/warned.js';

const KEY = 'k3y-'.repeat(8);

it('a secret is made once for each folder', () => {
  const folder = tempDir();
  const secret = keptSecret(folder);
  expect(secret).toMatch(/^[\w-]{64}$/);
  expect(keptSecret(folder)).toBe(secret);
  expect(keptSecret(tempDir())).not.toBe(secret);
});

it('no secret is made without a folder', () => {
  expect(() => keptSecret(undefined)).toThrow(StartError);
});

it.each([
  [
    'a text that is too short',
    (path: string) => writeFileSync(path, 'short\n', { mode: 0o600 }),
    /does not hold a signing secret/,
  ],
  ['a folder', (path: string) => mkdirSync(path, 0o700), /cannot be kept: EISDIR/],
])('%s in its place is refused in one line', (_, place, reason) => {
  const folder = tempDir();
  place(join(folder, 'jwt-secret'));
  const read = () => keptSecret(folder);
  expect(read).toThrow(StartError);
  expect(read).toThrow(reason);
  expect(read).not.toThrow('\n');
});

describe('a jwt-secret that is ours', () => {
  it.each([
    ['444', '440'],
    ['644', '640'],
    ['666', '660'],
  ])('of rights %s is closed to other users, once, and the log says so', (mode, closed) => {
    const folder = tempDir();
    const path = placeFile(folder, 'jwt-secret', { mode, text: KEY });
    const logged = warnings();
    for (let starts = 0; starts < 2; starts++) expect(keptSecret(folder)).toBe(KEY);
    expect(logged).toEqual([
      `${path} was open to other users; its rights are now ${closed}. If others may have read it, remove it`,
    ]);
    expect([modeOf(path), readFileSync(path, 'utf8')]).toEqual([closed, KEY]);
  });

  it.each(['400', '600', '440', '660'])('of rights %s stays as it is', (mode) => {
    const folder = tempDir();
    const path = placeFile(folder, 'jwt-secret', { mode, text: KEY });
    const logged = warnings();
    expect(keptSecret(folder)).toBe(KEY);
    expect([logged, modeOf(path)]).toEqual([[], mode]);
  });

  it('of one character is used, and the log warns of it without it', () => {
    const folder = tempDir();
    const path = placeFile(folder, 'jwt-secret', { mode: '600', text: 'Q'.repeat(64) });
    const logged = warnings();
    keptSecret(folder);
    expect(logged).toEqual([expect.stringContaining(`${path} is one character repeated`)]);
    expect(logged.join()).not.toContain('QQ');
  });
});
