import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Program } from '../support/process.js';
import { tempDir } from '../support/temp-dir.js';

it('npm run bench compares two builds, line by line', async () => {
  const json = join(tempDir(), 'found.json');
  const lines = ['--only', 'one', '--only', 'post-key'];
  const short = ['--rounds', '1', '--warm-up', '0', '--json', json];
  const command = [process.execPath, 'bench/run.ts', '--dist', 'dist', '--dist', 'dist', ...lines, ...short] as const;
  const { code, stdout, stderr } = await new Program({ command: [...command], cwd: process.cwd() }).exit();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^line +ours +ours 2 +ours\/ours 2$/m);
  const { costs } = JSON.parse(readFileSync(json, 'utf8')) as {
    costs: { line: string; contender: string; min: number }[];
  };
  const names = ['GET one', 'POST, Idempotency-Key'];
  expect(costs.map(({ line, contender }) => [line, contender])).toEqual(
    names.flatMap((line) => [
      [line, 'ours'],
      [line, 'ours 2'],
    ]),
  );
  expect(costs.every(({ min }) => min > 0)).toBe(true);
});
