import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
/** A mutant with which a walk through a list never ends is noticed by that. */
const PATIENCE_MS = 90_000;
/** What all suites may take, without any mutant. */
const PATIENCE_WITH_ALL_MS = 300_000;

interface Report {
  numPassedTests: number;
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

const running = new Set<ChildProcess>();
const stopping = new AbortController();

/** Ends the runs in flight, and every later one before it begins. */
export function stopSuites(): void {
  stopping.abort();
  for (const child of running) child.kill('SIGTERM');
}

function refuseIfStopping(engine: string): void {
  if (stopping.signal.aborted) throw new Error(`${engine}: stopped`);
}

/** Runs the contract suites of a copy of the repository on one engine. @returns what failed first; undefined: nothing */
export async function runSuites(
  dir: string,
  engine: string,
  suites: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  refuseIfStopping(engine);
  const report = join(dir, 'report.json');
  rmSync(report, { force: true });
  const flags = ['--project', engine, '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const child = spawn(process.execPath, [VITEST, 'run', ...flags, `test/contracts/${suites}`], {
    cwd: dir,
    // Patience with a busy machine, which is no mutant.
    env: { ...process.env, MONGODB_TIMEOUT: '30s', ...env },
    stdio: 'ignore',
  });
  running.add(child);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), suites === '' ? PATIENCE_WITH_ALL_MS : PATIENCE_MS);
  patience.signal.onabort = () => child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  running.delete(child);
  refuseIfStopping(engine);
  if (code === 0) return undefined;
  if (patience.signal.aborted) return 'a test that does not end';
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
