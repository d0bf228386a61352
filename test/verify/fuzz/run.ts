// Requests made from openapi.json, 50,000 right and wrong ones, get no 5xx and change nobody else's data.
// `-- --requests 1000` sends fewer to each engine, `-- --seed 1` sends those of an earlier run, `-- --engine sqlite` tries one.
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { copyRepository } from '../../support/working-copy.ts';
import { giveUpAfter } from '../proof.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const AT_MOST_MS = 20 * 60_000;
const OF_CONTROL = '1000';

/** The fault of the control run: a title may be an object. */
const PLANTED = {
  file: 'src/validation/is-text.ts',
  find: "if (typeof value !== 'string')",
  replace: 'if (value === 0)',
};

const { values: flags } = parseArgs({
  options: {
    requests: { type: 'string', default: '25000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    engine: { type: 'string' },
  },
});

/** Runs the spec in a folder. @returns whether it passed */
async function fuzz(cwd: string, engine: string, requests: string): Promise<boolean> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const command: [string, ...string[]] = [
    process.execPath,
    vitest,
    'run',
    '--project',
    engine,
    'test/e2e/fuzz.spec.ts',
  ];
  const env = { FUZZ_REQUESTS: requests, FUZZ_SEED: flags.seed, NO_COLOR: '1' };
  const { code, stdout, stderr } = await new Program({ command, cwd, env }).exit();
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => /^seed |Error: seed |AssertionError|Tests /.test(line));
  console.log(`${engine}:\n${lines.map((line) => `  ${line.trim().slice(0, 300)}`).join('\n')}`);
  return code === 0;
}

giveUpAfter(AT_MOST_MS);
console.log(`seed ${flags.seed}, ${flags.requests} requests to each engine`);
const engines = ['sqlite', 'mongodb'].filter((name) => flags.engine === undefined || flags.engine === name);
let isProven = true;
for (const engine of engines) isProven = (await fuzz(ROOT, engine, flags.requests)) && isProven;

const copy = scratchDir('fuzz');
copyRepository(copy);
const path = join(copy, PLANTED.file);
const text = readFileSync(path, 'utf8');
if (!text.includes(PLANTED.find)) throw new Error(`${PLANTED.file} has no text to plant a fault into`);
writeFileSync(path, text.replace(PLANTED.find, PLANTED.replace));
const isFound = !(await fuzz(copy, 'sqlite', OF_CONTROL));
console.log(`control, with a planted fault: ${isFound ? 'found' : 'NOT FOUND'}`);
console.log(isProven && isFound ? 'ok' : 'BROKEN');
if (!isProven || !isFound) process.exitCode = 1;
