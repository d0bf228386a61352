import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from '../../support/process.ts';

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));

/** The outcome of a run: the test that failed, or the reason why the outcome is unclear, or neither when all passed. */
export interface Outcome {
  failed?: string;
  unclear?: string;
}

interface Report {
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

const running = new Set<Program>();
const stopping = new AbortController();

/** Ends the runs in flight, and every later one before it begins. */
export function stopSuites(): void {
  stopping.abort();
  for (const program of running) program.signal('SIGTERM');
}

function refuseIfStopping(engine: string): void {
  if (stopping.signal.aborted) throw new Error(`${engine}: stopped`);
}

/**
 * Runs the contract suites of a copy of the repository on one engine, those whose names begin with `suites`.
 * @param patienceMs the time after which a test counts as one that never ends, as with mutants that break the paging
 */
export async function runSuites(
  dir: string,
  engine: string,
  suites: string,
  env: NodeJS.ProcessEnv,
  patienceMs: number,
): Promise<Outcome> {
  refuseIfStopping(engine);
  const report = join(dir, 'report.json');
  rmSync(report, { force: true });
  const flags = ['--project', engine, '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const program = new Program({
    command: [process.execPath, VITEST, 'run', ...flags, `test/contracts/${suites}`],
    cwd: dir,
    // A machine under load must not count as a mutant.
    env: { ...process.env, MONGODB_TIMEOUT: '30s', ...env },
  });
  running.add(program);
  const patience = AbortSignal.timeout(patienceMs);
  patience.onabort = () => program.signal('SIGTERM');
  const { code } = await program.exit();
  patience.onabort = null;
  running.delete(program);
  refuseIfStopping(engine);
  if (code === 0) return {};
  if (patience.aborted) return { failed: 'a test that does not end' };
  return existsSync(report)
    ? outcomeOf(JSON.parse(readFileSync(report, 'utf8')) as Report)
    : { unclear: 'vitest left no report' };
}

function outcomeOf({ testResults }: Report): Outcome {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === 'failed')?.fullName.trim();
  const [message = ''] = testResults.find((result) => result.message)?.message.split('\n', 1) ?? [];
  return failed === undefined ? { unclear: `no test failed, but vitest did: ${message}` } : { failed };
}
