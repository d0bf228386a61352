import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { median, quantile } from '../test/support/statistics.ts';
import { printTable } from '../test/support/table.ts';
import type { Contender } from './contender.ts';
import { CONTENDERS } from './prepare.ts';
import type { Entry } from './rounds.ts';
import type { Run } from './with-field.ts';

/** What one line costs one contender. */
export interface Cost {
  line: string;
  contender: string;
  /** CPU microseconds per request: the least of all rounds, and the median. */
  min: number;
  median: number;
  /** Milliseconds to the answer, of all rounds. */
  p99: number;
}

export const costsOf = (entries: readonly Entry[]): Cost[] =>
  entries.map(({ line, contender, samples }) => {
    const cpu = samples.map((sample) => sample.cpu);
    const times = samples.flatMap((sample) => sample.times);
    return {
      line: line.name,
      contender: contender.name,
      min: Math.min(...cpu),
      median: median(cpu),
      p99: quantile(times, 0.99),
    };
  });

const whole = (figure: number | undefined): string => (figure === undefined ? '-' : figure.toFixed(0));
const ratio = (a: number | undefined, b: number | undefined): string =>
  a === undefined || b === undefined ? '-' : (a / b).toFixed(2);

/** Prints the lines down and the contenders across, with the ratios of one of them to the others. */
export function printCosts(costs: readonly Cost[], of: 'min' | 'median', subject: string): void {
  const lines = [...new Set(costs.map(({ line }) => line))];
  const names = [...new Set(costs.map(({ contender }) => contender))];
  const others = names.filter((name) => name !== subject);
  const cost = (line: string, name: string) => costs.find((one) => one.line === line && one.contender === name)?.[of];
  console.log(`\nCPU µs per request, ${of === 'min' ? 'the least of all rounds' : 'the median of all rounds'}`);
  printTable(
    ['line', ...names, ...others.map((name) => `${subject}/${name}`)],
    lines.map((line) => [
      line,
      ...names.map((name) => whole(cost(line, name))),
      ...others.map((name) => ratio(cost(line, subject), cost(line, name))),
    ]),
  );
}

const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);

/** Prints the start-up and the memory of each contender. */
export function printProcesses(contenders: readonly Contender[]): void {
  console.log('');
  printTable(
    ['process', 'start, ms', 'MB at rest', 'MB under load'],
    contenders.map(({ name, started, atRest, underLoad }) => [
      name,
      started.toFixed(0),
      megabytes(atRest),
      megabytes(underLoad),
    ]),
  );
}

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { cwd: CONTENDERS, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

const dependencies = (path: string): Record<string, string> =>
  (JSON.parse(readFileSync(path, 'utf8')) as { dependencies: Record<string, string> }).dependencies;

/** The machine, the versions and the commit of a run. */
const conditionsOf = ({ flags, cores }: Run) => ({
  at: new Date().toISOString(),
  node: process.version,
  cpu: `${cpus()[0]?.model.trim()} x ${cpus().length}`,
  memory: totalmem(),
  system: `${process.platform} ${release()}`,
  cores: cores ?? null,
  engine: flags.mongodb ? 'mongodb' : 'sqlite',
  commit: git('rev-parse', 'HEAD'),
  changed: git('status', '--porcelain') !== '',
  versions: {
    ours: dependencies(join(CONTENDERS, '../../package.json')),
    contenders: dependencies(join(CONTENDERS, 'package.json')),
  },
});

/** Prints what was measured, and where. */
export function printRun(run: Run, what: string): void {
  const { node, cpu, engine, commit, changed, cores } = conditionsOf(run);
  console.log(`Node ${node}, ${cpu}, ${engine}, commit ${commit}${changed ? ' with changes' : ''}; ${what}`);
  if (cores && run.flags.command !== 'latency')
    console.log(`the server on core ${cores.server}, the generator of load on core ${cores.generator}`);
}

/** Writes the results of a run, and its conditions, as JSON. */
export function writeJson(run: Run, results: object): void {
  const path = run.flags.json;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...conditionsOf(run), ...results }, null, 2)}\n`);
  console.log(`\nAll of it is in ${path}.`);
}
