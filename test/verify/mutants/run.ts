// The adapters are broken one line at a time: the contract suites must notice each mistake.
// The mistakes are made in a copy of the repository. They are a list of our own, since StrykerJS 9.6 does not switch its
// mutants on under vitest 5; with it even an empty INSERT survives.
// `-- --engine sqlite` tries one engine, `-- --only ties` the mistakes with this word in their names.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findOptionalMongod, startReplicaSet } from '../../support/mongod.ts';
import { scratchDir } from '../../support/scratch.ts';
import { printTable } from '../../support/table.ts';
import { copyRepository } from '../../support/working-copy.ts';
import { mongodbMutants } from './mongodb.ts';
import type { Mutant } from './mutant.ts';
import { type Outcome, runSuites, stopSuites } from './suites.ts';
import { sqliteMutants } from './sqlite.ts';

/** Limits of a run of the suites: four times the run without a mutant and at least a minute; five minutes for that run. */
const SHORTEST_MS = 60_000;
const LONGEST_MS = 300_000;
const MUTANTS = { sqlite: sqliteMutants, mongodb: mongodbMutants };
type EngineName = keyof typeof MUTANTS;

const { values: flags } = parseArgs({ options: { engine: { type: 'string' }, only: { type: 'string' } } });
const chosen = (engine: EngineName): Mutant[] =>
  MUTANTS[engine].filter(({ name }) => flags.only === undefined || name.includes(flags.only));

/** The outcome of one mutant. */
interface Verdict extends Outcome {
  engine: EngineName;
  name: string;
}

const wordsOf = ({ failed, unclear }: Outcome): string =>
  failed ?? (unclear === undefined ? 'SURVIVED' : `UNCLEAR: ${unclear}`);

/** Refuses mutants whose text is not in the file exactly once, since they prove nothing. @throws an error that names them */
function refuseStale(dir: string): void {
  const stale = Object.values(MUTANTS)
    .flat()
    .filter(({ file, find }) => readFileSync(join(dir, file), 'utf8').split(find).length !== 2)
    .map(({ name, file }) => `${file}: "${name}" is to change a text that is not there exactly once`);
  if (stale.length > 0) throw new Error(stale.join('\n'));
}

async function tryOut(dir: string, engine: EngineName, mutant: Mutant, env: NodeJS.ProcessEnv, patienceMs: number) {
  const path = join(dir, mutant.file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    before.replace(mutant.find, () => mutant.replace),
  );
  try {
    return await runSuites(dir, engine, mutant.suites, env, patienceMs);
  } finally {
    writeFileSync(path, before);
  }
}

async function verify(engine: EngineName, env: NodeJS.ProcessEnv): Promise<Verdict[]> {
  const dir = scratchDir(`mutants-${engine}`);
  const verdicts: Verdict[] = [];
  copyRepository(dir);
  refuseStale(dir);
  const began = performance.now();
  const without = await runSuites(dir, engine, '', env, LONGEST_MS);
  if (Object.keys(without).length > 0) throw new Error(`${engine}, without any mutant: ${wordsOf(without)}`);
  const patienceMs = Math.max(SHORTEST_MS, Math.ceil(4 * (performance.now() - began)));
  for (const mutant of chosen(engine)) {
    const outcome = await tryOut(dir, engine, mutant, env, patienceMs);
    console.log(`${engine}: ${mutant.name}: ${outcome.failed === undefined ? wordsOf(outcome) : 'noticed'}`);
    verdicts.push({ engine, name: mutant.name, ...outcome });
  }
  return verdicts;
}

async function onMongodb(): Promise<Verdict[]> {
  const mongod = await findOptionalMongod();
  if (!mongod.found) {
    console.log(`mongodb: not checked: ${mongod.why}`);
    return [];
  }
  const server = await startReplicaSet(mongod);
  try {
    return await verify('mongodb', { MONGODB_TEST_URI: server.getUri() });
  } finally {
    await server.stop();
  }
}

/** A signal fails the runs, so that the database and the copies are cleaned up. */
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stopSuites);

const runs = { sqlite: () => verify('sqlite', {}), mongodb: onMongodb };
const engines = (Object.keys(runs) as EngineName[]).filter(
  (name) => flags.engine === undefined || flags.engine === name,
);
const results = await Promise.allSettled(engines.map((name) => runs[name]()));
const verdicts = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
printTable(
  ['engine', 'mutant', 'noticed by'],
  verdicts.map((verdict) => [verdict.engine, verdict.name, wordsOf(verdict)]),
);
for (const engine of engines) {
  const own = verdicts.filter((verdict) => verdict.engine === engine);
  console.log(`${engine}: ${own.filter(({ failed }) => failed !== undefined).length} of ${own.length} noticed`);
}
for (const result of results) if (result.status === 'rejected') console.error(String(result.reason));
if (results.some(({ status }) => status === 'rejected') || verdicts.some(({ failed }) => failed === undefined)) {
  process.exitCode = 1;
}
