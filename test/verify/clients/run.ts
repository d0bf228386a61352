// Five generators write clients from openapi.json: all compile, send a due date and read an answer with a new key.
// The one of openapi-typescript uses the whole API; spectral lints the document. It ends with 3 where a tool is missing.
import { isDeepStrictEqual } from 'node:util';
import { resolve } from 'node:path';
import { onPath } from '../../support/on-path.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { giveUpAfter } from '../proof.ts';
import { fetchGenerator, generate, tool } from './generator.ts';
import { type Target, TARGETS } from './targets.ts';
import { compileErrors, typedClient, WRONG_DUE_DATE } from './typed.ts';

const GIVE_UP_MS = 30 * 60_000;
const MISSING = 3;
const SPECTRAL = '@stoplight/spectral-cli@6.16.3';

const ID = '638ca851febc98437e09df2a';
const AT = '2030-01-31T00:00:00.000Z';
/** An answer of a later release. */
const ANSWER = JSON.stringify({
  statusCode: 200,
  message: `Todo ${ID} is successfully retrieved`,
  data: { id: ID, title: 'x', status: 'todo', due_date: AT, createdBy: ID, created_at: AT, updated_at: AT, later: 1 },
  error: null,
  later: { key: true },
});

async function useTypedClient(): Promise<void> {
  const dir = await typedClient();
  const errors = compileErrors(dir);
  if (errors.length !== 1 || !WRONG_DUE_DATE.test(errors.join())) throw new Error(errors.join('\n'));
  const server = await Server.start({});
  await tool(dir, process.execPath, 'flow.ts', server.api).finally(() => server.end());
}

/** Without the telemetry of its installer, as npm runs no script of it. */
async function lint(): Promise<void> {
  const rules = resolve(import.meta.dirname, 'spectral.yaml');
  const command = ['spectral', 'lint', '--ruleset', rules, '--fail-severity', 'hint', resolve('openapi.json')] as const;
  await tool(
    scratchDir('spectral'),
    'npm',
    'exec',
    '--yes',
    '--ignore-scripts',
    '--package',
    SPECTRAL,
    '--',
    ...command,
  );
}

let jar: Promise<string> | undefined;

async function useGenerated({ name, options = [], probe }: Target): Promise<void> {
  jar ??= fetchGenerator();
  const [sent = '', read] = (await probe(await generate(await jar, name, ...options), ANSWER)).trim().split(/\r?\n/);
  const todo = { title: 'x', dueDate: '2030-01-31' };
  if (!isDeepStrictEqual(JSON.parse(sent), todo)) throw new Error(`it sends ${sent}`);
  if (Number(read) !== Date.parse(AT) / 1_000) throw new Error(`it reads the due date as ${read}`);
}

const rows: [string, string][] = [];

async function check(what: string, run: () => Promise<void>, needs: Record<string, string> = {}): Promise<void> {
  const missing = Object.entries(needs).filter(([program]) => onPath(program) === undefined);
  if (missing.length > 0) {
    process.exitCode ??= MISSING;
    rows.push([what, `not checked: install ${missing.map(([program, of]) => `${of} (${program})`).join(', ')}`]);
    return;
  }
  console.log(`${what} …`);
  try {
    await run();
    rows.push([what, 'ok']);
  } catch (error) {
    process.exitCode = 1;
    rows.push([what, 'BROKEN']);
    console.error(error);
  }
}

giveUpAfter(GIVE_UP_MS);
await check('openapi-typescript', useTypedClient);
await check('spectral', lint);
for (const target of TARGETS) await check(target.name, () => useGenerated(target), target.needs);
printTable(['client', 'result'], rows);
