import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { warningsOf } from '../../../src/config/warnings.js';
import { KEY } from './faults.js';

const warned = (env: Record<string, string>) => warningsOf(loadConfig(env));

describe('a configuration', () => {
  it.each<Record<string, string>>([
    {},
    { JWT_SECRET: KEY, JWT_SECRET_PREVIOUS: `${'x'.repeat(31)}y` },
    { TODO_VISIBILITY: 'everyone', REGISTRATION: 'closed' },
    { REGISTRATION: 'open' },
  ])('has no warnings: %j', (env) => {
    expect(warned(env)).toEqual([]);
  });

  it('has a warning when everyone can register and change every todo', () => {
    expect(warned({ TODO_VISIBILITY: 'everyone' })).toEqual([
      'TODO_VISIBILITY=everyone and REGISTRATION=open let anyone register and change every todo',
    ]);
  });

  it.each(['Q'.repeat(32), '💩'.repeat(32)])(
    'has a warning, without the key, when a key is one character repeated: %s',
    (key) => {
      for (const name of ['JWT_SECRET', 'JWT_SECRET_PREVIOUS']) {
        const [first = '', ...others] = warned({ [name]: key });
        expect(first).toMatch(new RegExp(`^${name} is one character repeated`));
        expect(first).not.toContain(key.slice(0, 4));
        expect(others).toEqual([]);
      }
    },
  );
});
