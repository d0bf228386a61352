import { expect, it } from 'vitest';
import { keptSecret } from '../../../src/auth/tokens/kept-secret.js';
import { StartError } from '../../../src/config/start-error.js';
import { tempDir } from '../../support/temp-dir.js';

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
