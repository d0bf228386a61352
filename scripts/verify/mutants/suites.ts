import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
/** A mutant with which a walk through a list never ends is noticed by that. */
const PATIENCE_MS = 90_000;

interface Report {
  numPassedTests: number;
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

const running = new Set<ChildProcess>();
let stopped = false;

/** Ends the runs in flight, and every later one before it begins. */
export function stopSuites(): void {
  stopped = true;
  for (const child of running) child.kill('SIGTERM');
}

/** Runs the contract suites of a copy of the repository on one engine. @returns what failed first; undefined: nothing */
export async function runSuites(
  dir: string,
  engine: string,
  suites: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (stopped) throw new Error(`${engine}: stopped`);
  const report = join(dir, 'report.json');
  rmSync(report, { force: true });
  const flags = ['--project', engine, '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const child = spawn(process.execPath, [VITEST, 'run', ...flags, `test/contracts/${suites}`], {
    cwd: dir,
    // Patience with a busy machine, which is no mutant.
    env: { ...process.env, MONGODB_TIMEOUT: '30s', ...env },
    stdio: 'ignore',
    timeout: PATIENCE_MS,
  });
  running.add(child);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  running.delete(child);
  if (stopped) throw new Error(`${engine}: stopped`);
  if (code === 0) return undefined;
  if (signal) return `no end within ${PATIENCE_MS / 1_000} s`;
  return existsSync(report) ? failureOf(JSON.parse(readFileSync(report, 'utf8')) as Report) : 'no test begins';
}

function failureOf({ testResults, numPassedTests }: Report): string {
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  if (failed[0]) return failed[0].fullName.trim();
  const message = testResults.find((result) => result.message)?.message.split('\n', 1)[0] ?? '';
  return `${numPassedTests > 0 ? 'a suite' : 'no suite'} begins: ${message}`;
}
