// Four generated resources pass lint and their tests on both engines, a fault in an adapter is noticed, and git removes them.
// They are in a copy of the repository. Without MongoDB its half is not checked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedCopy } from '../../support/generated.ts';
import { findOptionalMongod, startReplicaSet } from '../../support/mongod.ts';
import { scratchDir } from '../../support/scratch.ts';
import { giveUpAfter } from '../proof.ts';

giveUpAfter(1_800_000);

const ALL_TYPES =
  'title:text! note:text count:integer ratio:number open:boolean startsAt:date! dueOn:date rank:enum(low,high) kind:enum(a,b,c)!';
const RESOURCES = [
  { name: 'notes', file: 'note', options: [] },
  { name: 'measurements', file: 'measurement', options: ['--fields', ALL_TYPES] },
  { name: 'comments', file: 'comment', options: ['--fields', 'body:text! pinned:boolean', '--parent', 'todo'] },
  { name: 'children', file: 'child', options: ['--fields', 'fullName:text! birthday:date'] },
];
/** The tests that take their routes from the document. */
const DERIVED = ['failures', 'log-secrets', 'rights-matrix', 'erasure-traces', 'fuzz', 'docs', 'every-answer'];

/** One line of an adapter of each engine, and what is wrong in its place. */
const FAULTS = [
  { engine: 'sqlite', find: 'ORDER BY created_at, id', replace: 'ORDER BY id' },
  { engine: 'mongo', find: '.sort({ created_at: 1, _id: 1 })', replace: '.sort({ _id: 1 })' },
] as const;

const mongod = await findOptionalMongod();
const server = mongod.found ? await startReplicaSet(mongod) : undefined;
if (server) process.env.MONGODB_TEST_URI = server.getUri();
else console.log('mongodb: not checked');
const projects = ['--project', 'sqlite', ...(server ? ['--project', 'mongodb'] : [])];

const dir = scratchDir('schematic');
const copy = await GeneratedCopy.in(dir);

/** Whether the contract suite of a resource notices a fault in its adapter. */
async function notices({ name, file }: (typeof RESOURCES)[number], { engine, find, replace }: (typeof FAULTS)[number]) {
  const path = join(dir, `src/${name}/repositories/${engine}/${engine}-${file}.repository.ts`);
  const before = readFileSync(path, 'utf8');
  if (before.split(find).length !== 2) throw new Error(`${path} has no line with ${find}`);
  writeFileSync(path, before.replace(find, replace));
  const project = engine === 'mongo' ? 'mongodb' : engine;
  const { code } = await copy.run('vitest', 'run', '--project', project, `test/contracts/${name}.spec.ts`);
  writeFileSync(path, before);
  console.log(`${name}, ${engine}: "${replace}" for "${find}": ${code === 0 ? 'SURVIVED' : 'noticed'}`);
  return code !== 0;
}

try {
  for (const { name, options } of RESOURCES) {
    const made = await copy.generate(name, ...options);
    console.log(`${name}: ${made.match(/^CREATE/gm)?.length} files`);
  }
  await copy.succeed('npm', 'run', 'lint');
  console.log('lint: ok');
  const specs = RESOURCES.flatMap(({ name }) => [`test/contracts/${name}.spec.ts`, `test/e2e/${name}.spec.ts`]);
  const derived = DERIVED.map((name) => `test/e2e/${name}.spec.ts`);
  const report = await copy.succeed('vitest', 'run', ...projects, ...specs, ...derived);
  console.log(report.match(/^ +(Test Files|Tests) .*/gm)?.join('\n'));
  await copy.succeed('vitest', 'run', 'test/process/requests-http', 'test/unit/docs');
  const engines = FAULTS.filter(({ engine }) => engine === 'sqlite' || server);
  for (const resource of RESOURCES)
    for (const fault of engines) if (!(await notices(resource, fault))) process.exitCode = 1;
  await copy.git('clean', '--force', '-d', '--quiet');
  await copy.git('checkout', '--quiet', '.');
  const left = await copy.changes();
  console.log(left.length === 0 ? 'removed by git: nothing is left' : `LEFT: ${left.join(', ')}`);
  if (left.length > 0) process.exitCode = 1;
} finally {
  await server?.stop();
}
console.log(process.exitCode ? 'BROKEN' : 'ok');
