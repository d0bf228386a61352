// A list of 200,000 todos arrives whole and in order, in flat memory and beside other requests, on both engines.
// Its reader may be fast, slow or gone. A list that fails midway never looks complete. `-- --engine sqlite` checks one engine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findMongod } from '../../support/mongod.ts';
import { Nodes } from '../../support/nodes.ts';
import { Replica } from '../../support/replica.ts';
import { brokenList, fastReader, type Finding, leavers, slowReaders, type Target, wholeList } from './checks.ts';
import { fillMongodb, fillSqlite, TODOS } from './data.ts';
import { printTable } from '../../support/table.ts';

const script = fileURLToPath(new URL('server.ts', import.meta.url));
const AT_MOST_MS = 4 * 60_000;
const EMAIL = 'me@mail.com';
const DATABASE = 'todo-stream';
/** The page of the list at which a failure is injected. */
const FAIL_AT = '100';

async function start(env: Record<string, string>, known = false): Promise<Target> {
  const server = await Replica.start({ env: { ...env, REQUEST_TIMEOUT: '60s' }, script, node: ['--expose-gc'] });
  return { server, token: await server.signIn(EMAIL, known) };
}

const userOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { id: string }).id;

/** Everything on one engine. `kill`, where there is a server that can be killed, comes last. */
async function verify(
  engine: string,
  env: Record<string, string>,
  fill: (me: string) => Promise<void>,
  kill?: () => Promise<void>,
): Promise<boolean> {
  const findings: Finding[] = [];
  const target = await start(env);
  try {
    const begun = performance.now();
    await fill(userOf(target.token));
    console.log(`${engine}: ${TODOS} todos added in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    findings.push(...(await wholeList(target)), ...(await fastReader(target)), ...(await slowReaders(target)));
    findings.push(...(await leavers(target)));
  } finally {
    await target.server.stop();
  }
  const failing = await start({ ...env, FAIL_AT }, true);
  try {
    findings.push(...(await brokenList('a page that fails', failing)));
    if (kill) findings.push(...(await brokenList('the database is killed', failing, kill)));
  } finally {
    await failing.server.stop();
  }
  const rows = findings.map(([what, figures, good]) => [engine, what, good ? 'ok' : 'REFUSED', figures]);
  printTable(['engine', 'what', '', 'figures'], rows);
  console.log('');
  return findings.every(([, , good]) => good);
}

async function onSqlite(): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'todo-api-stream-'));
  try {
    return await verify('sqlite', { DATA_DIR: dir }, (me) => fillSqlite(dir, me));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function onMongodb(): Promise<boolean> {
  const mongod = await findMongod();
  if (!mongod.found) {
    console.log(`mongodb: not looked at: ${mongod.why}`);
    return process.env.REQUIRE_MONGODB !== '1';
  }
  const nodes = await Nodes.start();
  try {
    const fill = async (me: string) => fillMongodb(await nodes.client(0), DATABASE, me);
    return await verify('mongodb', { MONGODB_URI: nodes.uri(DATABASE) }, fill, () => nodes.kill(0));
  } finally {
    await nodes.stop();
  }
}

setTimeout(() => {
  console.error(`not done within ${AT_MOST_MS / 60_000} minutes`);
  process.exit(1);
}, AT_MOST_MS).unref();
const engines = { sqlite: onSqlite, mongodb: onMongodb };
const { values: flags } = parseArgs({ options: { engine: { type: 'string' } } });
for (const [name, run] of Object.entries(engines)) {
  if (flags.engine !== undefined && flags.engine !== name) continue;
  if (!(await run())) process.exitCode = 1;
}
