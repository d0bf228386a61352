// The primary of three MongoDB nodes is killed, frozen and stepped down under writes: no acknowledged write is lost or doubled.
import { Nodes } from '../../support/nodes.ts';
import { Server } from '../../support/server.ts';
import { pause, until } from '../../support/until.ts';
import { giveUpAfter } from '../proof.ts';
import { control } from './control.ts';
import { freeze, someTokens } from './frozen.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';

const ROUNDS = 5;
const FROZEN_ROUNDS = 2;
const ENOUGH = 10_000;
/** Writes that must have been acknowledged within so many milliseconds before the primary goes. */
const JUST_BEFORE = 20;
const JUST_BEFORE_MS = 50;
const STEP_DOWN_SECONDS = 10;
const REQUEST_TIMEOUT_MS = 10_000;
const SLACK_MS = 500;
/** A node that comes back may have to wait for a checkpoint; with one a minute, this would take long. */
const CHECKPOINT_SECONDS = '10';
const OUTAGE_AT_MOST_MS = 120_000;
const AT_MOST_MS = 10 * 60_000;

const ledger = new Ledger();
const outages: Record<'killed' | 'stepped down' | 'frozen', number[]> = { killed: [], 'stepped down': [], frozen: [] };
let replicas: Server[] = [];

/** Takes the primary away. @returns a function that brings it back */
type Away = (nodes: Nodes, primary: number) => Promise<() => Promise<void>>;

async function kill(nodes: Nodes, primary: number): Promise<() => Promise<void>> {
  await nodes.kill(primary);
  return () => nodes.restart(primary);
}

async function stepDown(nodes: Nodes, primary: number): Promise<() => Promise<void>> {
  const admin = (await nodes.client(primary)).db('admin');
  await admin.command({ replSetStepDown: STEP_DOWN_SECONDS });
  return () => Promise.resolve();
}

/** Waits until a majority of the nodes has a write that goes past the servers. @returns the milliseconds since `since` */
async function databaseAway(nodes: Nodes, since: number): Promise<number> {
  const writeConcern = { w: 'majority', wtimeoutMS: 250 } as const;
  await until(
    'MongoDB takes writes',
    async () => {
      const probes = (await nodes.client(await nodes.primary())).db('probe').collection('probes', { writeConcern });
      return (await probes.insertOne({})).acknowledged;
    },
    OUTAGE_AT_MOST_MS,
  );
  return performance.now() - since;
}

/** Takes the primary away in the middle of writes, and waits until they go on and every node serves again. */
async function round(nodes: Nodes, how: keyof typeof outages, away: Away): Promise<void> {
  await nodes.whole();
  const primary = await nodes.primary();
  const refused = ledger.statuses.get(503) ?? 0;
  ledger.restart();
  await ledger.busy(JUST_BEFORE, JUST_BEFORE_MS);
  const before = ledger.within(JUST_BEFORE_MS);
  const acknowledged = ledger.acknowledged;
  const gone = performance.now();
  const back = await away(nodes, primary);
  const own = await databaseAway(nodes, gone);
  await until('writes go on', async () => ledger.acknowledged > acknowledged + 500);
  await back();
  await nodes.whole();
  await pause(1_000);
  outages[how].push(ledger.gap);
  console.log(
    `${how}: ${before} acknowledged in the ${JUST_BEFORE_MS} ms before, none for ${Math.round(ledger.gap)} ms ` +
      `(MongoDB itself was away for ${Math.round(Math.min(own, ledger.gap))} ms), ` +
      `slowest answer ${Math.round(ledger.slowest)} ms, ${(ledger.statuses.get(503) ?? 0) - refused} times 503; ` +
      `${ledger.acknowledged} acknowledged so far`,
  );
  if (ledger.slowest > REQUEST_TIMEOUT_MS + SLACK_MS) ledger.violations.push(`an answer took ${ledger.slowest} ms`);
}

/** All todos, as a majority of the nodes has them. */
async function rows(nodes: Nodes): Promise<{ id: string; title: string; status: string }[]> {
  const todos = (await nodes.client(await nodes.primary())).db('todo').collection('todos', {
    readConcern: { level: 'majority' },
  });
  const found = await todos.find({}, { projection: { title: 1, status: 1 } }).toArray();
  return found.map(({ _id, title, status }) => ({ id: String(_id), title: String(title), status: String(status) }));
}

async function run(nodes: Nodes): Promise<void> {
  const [first = replicas[0] as Server, second = first] = replicas;
  const token = await first.signIn();
  const revoked = await second.signInAgain();
  await first.call('POST', '/logout', { token: revoked });
  const load = new Load(replicas, ledger, token, revoked);
  for (let n = 0; n < ROUNDS; n++) {
    await round(nodes, 'killed', kill);
    await round(nodes, 'stepped down', stepDown);
  }
  for (let n = 0; n < FROZEN_ROUNDS; n++) {
    const tokens = await someTokens(first);
    await round(nodes, 'frozen', (_, primary) => freeze(nodes, primary, replicas, tokens, ledger));
  }
  await until('there are enough writes', async () => ledger.acknowledged >= ENOUGH, 120_000);
  await load.stop();
  await nodes.whole();

  const { lost, duplicated } = ledger.compare(await rows(nodes));
  const listed = (await second.call('GET', '/todo', { token })).body.data as unknown[];
  const there = (await rows(nodes)).length;
  if (listed.length !== there) ledger.violations.push(`the API lists ${listed.length} of ${there} todos`);
  const longest = (all: number[]) => `${Math.round(Math.max(...all))} ms`;
  const { 503: refused = 0, ...others } = Object.fromEntries(ledger.statuses);
  console.log(`\nacknowledged ${ledger.acknowledged}, lost ${lost}, duplicated ${duplicated}`);
  console.log(
    `longest outage: ${Object.entries(outages)
      .map(([how, all]) => `${how} ${longest(all)}`)
      .join(', ')}`,
  );
  console.log(`503: ${refused}; other answers by status: ${JSON.stringify(others)}`);

  const { written, served } = await control(nodes, first, token);
  const fate = written.lost === 0 ? 'none was lost, so it could not show a loss' : `${written.lost} were lost`;
  console.log(
    `\ncontrol, the secondaries killed before the primary: of ${written.acknowledged} writes that the driver`,
  );
  console.log(`acknowledged with w: 1, ${fate};`);
  console.log(`of as many sent to the API, ${served.acknowledged} were acknowledged and ${served.lost} lost`);
  if (served.lost > 0) ledger.violations.push(`the control lost ${served.lost} writes of the API`);
  for (const replica of replicas) for (const line of replica.failures) ledger.violations.push(line);
}

const nodes = await Nodes.start({ count: 3, args: ['--syncdelay', CHECKPOINT_SECONDS] });
giveUpAfter(AT_MOST_MS);
try {
  const env = { MONGODB_URI: nodes.uri('todo'), RATE_LIMIT_ENABLED: 'false' };
  for (const _ of ['one', 'another']) replicas = [...replicas, await Server.start({ env })];
  await run(nodes);
} finally {
  await Promise.all(replicas.map((replica) => replica.end()));
  await nodes.stop();
}
for (const violation of ledger.violations.slice(0, 20)) console.error(violation);
console.log(ledger.violations.length === 0 ? 'no violation' : `${ledger.violations.length} violations`);
process.exitCode = ledger.violations.length === 0 ? 0 : 1;
