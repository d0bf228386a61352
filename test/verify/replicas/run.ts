// Three servers on one MongoDB: a sign-out at one holds at once at all, and equal registrations and starts do not clash.
import { built } from '../../support/built.ts';
import { Nodes } from '../../support/nodes.ts';
import { Server } from '../../support/server.ts';
import { indexesOf, logOutRound, registrationRace } from '../../support/replicas.ts';
import { giveUpAfter } from '../proof.ts';

const PROCESSES = 3;
const ROUNDS = 1_000;
const RACES = 20;
const EQUAL = 30;
const TODOS = 100_000;
const AT_MOST_MS = 10 * 60_000;

const faults: string[] = [];
const since = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

const { TodoSchema } = await built<{ TodoSchema: { indexes(): unknown[] } }>(
  'todo/repositories/mongo/todo.document.js',
);

function startAll(nodes: Nodes, database: string): Promise<Server[]> {
  const env = { MONGODB_URI: nodes.uri(database), RATE_LIMIT_ENABLED: 'false' };
  return Promise.all(Array.from({ length: PROCESSES }, () => Server.start({ env })));
}

const endAll = (replicas: Server[]) => Promise.all(replicas.map((replica) => replica.end()));

async function logOuts(replicas: Server[]): Promise<void> {
  const start = performance.now();
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    accepted += await logOutRound(replicas, round);
    if ((round + 1) % 250 === 0) console.log(`  ${round + 1} rounds`);
  }
  console.log(
    `logout at one, the token at once to all ${PROCESSES}: ${ROUNDS} rounds, ${accepted} accepted, ${since(start)}`,
  );
  if (accepted > 0) faults.push(`a token that had ended was accepted ${accepted} times`);
}

async function registrations(replicas: Server[]): Promise<void> {
  const start = performance.now();
  const odd: string[] = [];
  for (let race = 0; race < RACES; race++) {
    const statuses = (await registrationRace(replicas, EQUAL, `racer-${race}@mail.com`)).sort();
    const right = statuses[0] === 201 && statuses.slice(1).every((status) => status === 400);
    if (!right) odd.push(statuses.join(' '));
  }
  console.log(
    `${EQUAL} equal registrations against all: ${RACES} races, ${odd.length} not with one 201, ${since(start)}`,
  );
  faults.push(...odd);
}

async function startTogether(nodes: Nodes): Promise<void> {
  const db = (await nodes.client(await nodes.primary())).db('filled');
  const todo = (n: number) => ({ title: `todo ${n}`, owner: n % 100, created_at: new Date(n), due_key: new Date(n) });
  for (let n = 0; n < TODOS; n += 10_000) {
    await db.collection('todos').insertMany(Array.from({ length: 10_000 }, (_, k) => todo(n + k)));
  }
  const start = performance.now();
  await endAll(await startAll(nodes, 'filled'));
  const { todos } = await indexesOf(db, ['todos']);
  console.log(
    `${PROCESSES} started at once on ${TODOS} todos without indexes: all came up, ${todos} indexes, ${since(start)}`,
  );
  if (todos !== 1 + TodoSchema.indexes().length) faults.push(`there are ${todos} indexes`);
}

const nodes = await Nodes.start({ count: 3 });
giveUpAfter(AT_MOST_MS);
try {
  await startTogether(nodes);
  const replicas = await startAll(nodes, 'todo');
  await registrations(replicas);
  await logOuts(replicas);
  faults.push(...replicas.flatMap((replica) => replica.failures));
  await endAll(replicas);
} finally {
  await nodes.stop();
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'no violation' : `${faults.length} violations`);
process.exitCode = faults.length === 0 ? 0 : 1;
