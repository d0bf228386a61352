import { resolve } from 'node:path';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Exit } from '../support/process.js';
import { run } from '../support/spec-server.js';

const verify = (...args: string[]): Promise<Exit> =>
  run({ command: [process.execPath, resolve('test/verify/run.ts'), ...args] });

/** Every folder of test/verify is a proof. */
const names = readdirSync('test/verify', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('npm run verify', () => {
  it('lists every proof with a sentence that says what it proves', async () => {
    const { code, stdout, stderr } = await verify();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const listed = [...stdout.matchAll(/^ {2}([\w-]+) +[A-Z][^\n]+\.$/gm)].map(([, name]) => name);
    expect(listed).toEqual(names.toSorted());
    expect(listed).toContain('crash');
  });

  it.each(['nonsense', '../verify/crash', ''])(
    'refuses the unknown name "%s" with 2, and lists the proofs',
    async (name) => {
      const { code, stdout, stderr } = await verify(name);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`There is no proof named ${name}.\n`);
      for (const each of names) expect(stderr).toContain(`\n  ${each} `);
    },
  );
});
