// Requests made from openapi.json, 50,000 right and wrong ones, get no 5xx and change nobody else's data; the heap stays flat.
// `-- --requests 1000` sends fewer to each engine, `-- --seed 1` sends those of an earlier run, `-- --engine sqlite` tries one.
// As a control, faults are planted into a copy of the build, and each must be found.
import { randomInt } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { copyRepository } from '../../support/working-copy.ts';
import { onReplicaSet } from '../on-replica-set.ts';
import { giveUpAfter, onEngines } from '../proof.ts';
import { type Fault, FAULTS } from './faults.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SERVER = 'test/verify/soak/server.ts';
const AT_MOST_MS = 15 * 60_000;
const OF_CONTROL = '2000';
/** At first all heaps grow, with the code that is compiled; so a leak is seen later only. */
const OF_LEAK = '12500';
/** The lines of a failure that say which request it was, and what was wrong. */
const TELLING = /^figures: |Error: |^\s*[+-] /;

const { values: flags } = parseArgs({
  options: {
    requests: { type: 'string', default: '25000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    engine: { type: 'string' },
  },
});

interface Outcome {
  passed: boolean;
  output: string;
}

/** Runs a campaign against a server of the build in `dir`. */
async function campaign(dir: string, requests: string, env: Record<string, string>): Promise<Outcome> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { code, stdout, stderr } = await new Program({
    command: [process.execPath, vitest, 'run', '--config', 'test/verify/fuzz/vitest.config.ts'],
    cwd: ROOT,
    env: { FUZZ_SERVER: join(dir, SERVER), FUZZ_REQUESTS: requests, FUZZ_SEED: flags.seed, NO_COLOR: '1', ...env },
  }).exit();
  return { passed: code === 0, output: `${stdout}\n${stderr}` };
}

async function verify(engine: string, env: Record<string, string>): Promise<boolean> {
  const begun = performance.now();
  const { passed, output } = await campaign(ROOT, flags.requests, env);
  const lines = output.split('\n').filter((line) => TELLING.test(line));
  console.log(`${engine}, ${((performance.now() - begun) / 1_000).toFixed(0)} s: ${passed ? 'ok' : 'BROKEN'}`);
  console.log(lines.map((line) => `  ${line.slice(0, 2_500)}`).join('\n'));
  return passed;
}

/** Plants a fault into the build in `dir`, and takes it back at the end. @returns whether it was found */
async function finds(dir: string, { name, file, find, replace, found }: Fault): Promise<boolean> {
  const path = join(dir, 'dist', file);
  const before = readFileSync(path, 'utf8');
  if (before.split(find).length !== 2) throw new Error(`${file} has no single place for the fault: ${name}`);
  writeFileSync(path, before.replace(find, replace));
  const { passed, output } = await campaign(dir, OF_CONTROL, {});
  writeFileSync(path, before);
  return report(name, !passed && found.test(output));
}

/** A control without a fault in the build: the server keeps a part of each request. */
async function findsLeak(): Promise<boolean> {
  const { passed, output } = await campaign(ROOT, OF_LEAK, { LEAK: '1' });
  return report('a part of each request is kept', !passed && /kilobytes of heap/.test(output));
}

function report(name: string, isFound: boolean): boolean {
  console.log(`control, ${name}: ${isFound ? 'found' : 'NOT FOUND'}`);
  return isFound;
}

giveUpAfter(AT_MOST_MS);
console.log(`seed ${flags.seed}, ${flags.requests} requests to each engine`);
const onMongodb = () => onReplicaSet('todo-fuzz', (uri) => verify('mongodb', { MONGODB_URI: uri }));
await onEngines({ sqlite: () => verify('sqlite', {}), mongodb: onMongodb }, flags.engine);

const copy = scratchDir('fuzz');
copyRepository(copy);
cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
for (const fault of FAULTS) if (!(await finds(copy, fault))) process.exitCode = 1;
if (!(await findsLeak())) process.exitCode = 1;
