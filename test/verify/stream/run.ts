// A list of 200,000 todos arrives whole and in order, in flat memory and beside other requests, on both engines.
// Its reader may be fast, slow or gone. A list that fails midway never looks complete. `-- --engine sqlite` checks one engine.
import { fileURLToPath } from 'node:url';
import { findOptionalMongod } from '../../support/mongod.ts';
import { Nodes } from '../../support/nodes.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { claimsIn } from '../../support/tokens.ts';
import { giveUpAfter, onEngines } from '../proof.ts';
import { brokenList, fastReader, type Finding, leavers, slowReaders, type Target, wholeList } from './checks.ts';
import { fillMongodb, fillSqlite, TODOS } from './data.ts';

const COMMAND = [process.execPath, '--expose-gc', fileURLToPath(new URL('server.ts', import.meta.url))] as const;
const AT_MOST_MS = 4 * 60_000;
const DATABASE = 'todo-stream';
/** The page of the list at which a failure is injected. */
const FAIL_AT = '100';

async function start(env: Record<string, string>): Promise<Target> {
  const server = await Server.start({ env: { ...env, REQUEST_TIMEOUT: '60s' }, command: COMMAND });
  return { server, token: await server.signIn() };
}

/** Checks one engine. `kill` ends its database server, and is called last. */
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
    await fill(String(claimsIn(target.token).id));
    console.log(`${engine}: ${TODOS} todos added in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    findings.push(...(await wholeList(target)), ...(await fastReader(target)), ...(await slowReaders(target)));
    findings.push(...(await leavers(target)));
  } finally {
    await target.server.end();
  }
  const failing = await start({ ...env, FAIL_AT });
  try {
    findings.push(...(await brokenList('a page that fails', failing)));
    if (kill) findings.push(...(await brokenList('the database is killed', failing, kill)));
  } finally {
    await failing.server.end();
  }
  const rows = findings.map(([what, figures, good]) => [engine, what, good ? 'ok' : 'REFUSED', figures]);
  printTable(['engine', 'what', '', 'figures'], rows);
  console.log('');
  return findings.every(([, , good]) => good);
}

function onSqlite(): Promise<boolean> {
  const dir = scratchDir('stream');
  return verify('sqlite', { DATA_DIR: dir }, (me) => fillSqlite(dir, me));
}

async function onMongodb(): Promise<boolean> {
  const mongod = await findOptionalMongod();
  if (!mongod.found) {
    console.log(`mongodb: not checked: ${mongod.why}`);
    return true;
  }
  const nodes = await Nodes.start();
  try {
    const fill = async (me: string) => fillMongodb(await nodes.client(0), DATABASE, me);
    return await verify('mongodb', { MONGODB_URI: nodes.uri(DATABASE) }, fill, () => nodes.kill(0));
  } finally {
    await nodes.stop();
  }
}

giveUpAfter(AT_MOST_MS);
await onEngines({ sqlite: onSqlite, mongodb: onMongodb });
