// All tests pass on one core beside a program that takes all of that core it can get, twice in a row.
// `-- --runs 1` runs them once, `-- --core 1` takes another core, and `-- --quick` runs those of `npm test` alone.
// Only Linux can pin a process, by `taskset` of util-linux.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BURNER } from '../../support/burner.ts';
import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { printTable } from '../../support/table.ts';
import { pause } from '../../support/until.ts';
import { giveUpAfter } from '../proof.ts';
import { processorMs, processorMsOfEnded } from '../usage.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const AT_MOST_MS = 10_800_000;
const SLOWEST = 10;
const RESULTS = join(scratchDir('slow-machine'), 'results.json');

interface Report {
  numTotalTests: number;
  testResults: { name: string; startTime: number; endTime: number; assertionResults: TestResult[] }[];
}

interface TestResult {
  status: string;
  fullName: string;
}

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '2' },
    core: { type: 'string', default: '0' },
    quick: { type: 'boolean', default: false },
  },
});

/** The path of a program. @throws when there is none */
function required(name: string): string {
  const path = onPath(name);
  if (path === undefined) throw new Error(`there is no ${name} on the PATH`);
  return path;
}

const taskset = required('taskset');
const pinned = (...command: string[]): [string, ...string[]] => [taskset, '-c', flags.core, ...command];
const nameOf = (path: string): string => relative(join(ROOT, 'test'), path);

function printSlowest({ testResults }: Report): void {
  const rows = testResults
    .map(({ name, startTime, endTime }) => ({ name: nameOf(name), seconds: (endTime - startTime) / 1_000 }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => [seconds.toFixed(1), name]);
  printTable(['s', 'the slowest files'], rows);
}

/** The tests that failed, and the files that could not be run. */
function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    return (assertionResults.length === 0 ? ['(the file itself)'] : failed).map((test) => `${nameOf(name)}: ${test}`);
  });
}

/** Runs the suite once. @returns whether it passed */
async function runSuite(run: number, burner: Program): Promise<boolean> {
  const tests = flags.quick ? ['--project', '!process*'] : [];
  const flagsOf = ['--reporter', 'json', '--outputFile', RESULTS, '--root', ROOT];
  const [burnt, spent] = [processorMs(burner), processorMsOfEnded()];
  const began = performance.now();
  const suite = new Program({
    command: pinned(process.execPath, VITEST, 'run', ...tests, ...flagsOf),
    cwd: ROOT,
    env: process.env,
  });
  const { code, stdout, stderr } = await suite.exit();
  const seconds = (performance.now() - began) / 1_000;
  if (!existsSync(RESULTS)) throw new Error(`vitest left no report:\n${stdout}${stderr}`);
  const report = JSON.parse(readFileSync(RESULTS, 'utf8')) as Report;
  const failures = failuresOf(report);
  const burntSeconds = (processorMs(burner) - burnt) / 1_000;
  const spentSeconds = (processorMsOfEnded() - spent) / 1_000;
  console.log(
    `run ${run}: ${report.numTotalTests} tests in ${seconds.toFixed(0)} s; of the core, the suite had ${spentSeconds.toFixed(0)} s and the burner ${burntSeconds.toFixed(0)} s`,
  );
  printSlowest(report);
  for (const failure of failures) console.log(`FAILED: ${failure}`);
  if (code !== 0 && failures.length === 0) console.log(`FAILED: vitest ended with ${code}:\n${stderr}`);
  return code === 0 && failures.length === 0 && report.numTotalTests > 0 && burntSeconds > 0;
}

giveUpAfter(AT_MOST_MS);
const burner = new Program({ command: pinned(...BURNER) });
await pause(1_000);
const runs = Number(flags.runs);
let passed = 0;
for (let run = 1; run <= runs && burner.running; run++) if (await runSuite(run, burner)) passed++;
await burner.end('SIGKILL');
console.log(`${passed} of ${runs} runs passed: ${passed === runs && runs > 0 ? 'ok' : 'BROKEN'}`);
process.exitCode = passed === runs && runs > 0 ? 0 : 1;
