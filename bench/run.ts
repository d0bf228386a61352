// Server CPU microseconds per request of each contender, measured side by side; see README.md.
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Client } from '../test/support/client.ts';
import { exitOnSignals } from '../test/support/process.ts';
import { scratchDir } from '../test/support/scratch.ts';
import { median } from '../test/support/statistics.ts';
import { printTable } from '../test/support/table.ts';
import { Contender } from './contender.ts';
import type { Target } from './load.ts';

const TODOS = 20;
const SOMEBODY_ELSE = '638ca851febc98437e09df2a';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '5' },
    requests: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '16' },
    dist: { type: 'string', multiple: true, default: [fileURLToPath(new URL('../dist', import.meta.url))] },
  },
});

/** One row of the table. */
interface Entry {
  name: string;
  contender: Contender;
  target: Target;
  /** CPU microseconds per request, one for each round. */
  samples: number[];
}

const entry = (name: string, contender: Contender, path: string, rest: Partial<Target> = {}): Entry => ({
  name,
  contender,
  target: { path, status: 200, ...rest },
  samples: [],
});

async function start(dir: string): Promise<Entry[]> {
  const of = async (name: string, script: string, env: Record<string, string>) => {
    mkdirSync(join(dir, name));
    const contender = await Contender.start(script, join(dir, name), env, Number(flags.connections));
    started.push(contender);
    return contender;
  };
  const bare = await of('bare', fileURLToPath(new URL('bare.ts', import.meta.url)), { DATABASE: join(dir, 'bare.db') });
  const entries = [entry('bare: one row', bare, '/one'), entry(`bare: ${TODOS} rows`, bare, '/list')];
  for (const [index, dist] of flags.dist.entries()) {
    const name = flags.dist.length > 1 ? `ours ${index + 1}` : 'ours';
    const ours = await of(name, join(resolve(dist), 'main.js'), { PORT: '0', DATA_DIR: 'data' });
    entries.push(...routes(name, ours, await tokenOfSomebodyBusy(ours.server)));
  }
  return entries;
}

/** The token of a new user with some todos. */
async function tokenOfSomebodyBusy(client: Client): Promise<string> {
  const token = await client.signIn();
  for (let n = 0; n < TODOS; n++) await client.add(token, { title: `Todo ${n}`, description: 'What there is to do' });
  return token;
}

function routes(name: string, ours: Contender, token: string): Entry[] {
  const headers = { Authorization: `Bearer ${token}` };
  return [
    entry(`${name}: GET /health/live`, ours, '/health/live'),
    entry(`${name}: GET /api/todo, none found`, ours, `/api/todo?assignee=${SOMEBODY_ELSE}`, { headers }),
    entry(`${name}: GET /api/todo, ${TODOS} todos`, ours, '/api/todo', { headers }),
    entry(`${name}: no token, 401`, ours, '/api/todo', { status: 401 }),
    entry(`${name}: unknown route, 404`, ours, '/api/nothing', { status: 404 }),
  ];
}

/** Measures every entry once a round; each round begins with another one. */
async function measure(entries: Entry[]): Promise<void> {
  const warmUp = Number(flags['warm-up']);
  for (let round = 0; round < warmUp + Number(flags.rounds); round++) {
    const first = round % entries.length;
    for (const { contender, target, samples } of [...entries.slice(first), ...entries.slice(0, first)]) {
      const cost = await contender.measure(target, Number(flags.requests));
      if (round >= warmUp) samples.push(cost);
    }
  }
}

/** Prints the least and the median cost of each entry, also as multiples of those of the first one. */
function report(entries: readonly Entry[]): void {
  const costs = entries.map(({ samples }) => [Math.min(...samples), median(samples)]);
  const [first = []] = costs;
  const rows = entries.map(({ name }, index) => {
    const own = costs[index] ?? [];
    return [name, ...[...own, ...own.map((cost, n) => cost / (first[n] ?? NaN))].map((figure) => figure.toFixed(1))];
  });
  printTable(['CPU µs per request', 'min', 'median', 'min ×', 'median ×'], rows);
}

exitOnSignals();
const dir = scratchDir('bench');
const started: Contender[] = [];
try {
  const entries = await start(dir);
  await measure(entries);
  console.log(
    `Node ${process.version}, ${cpus()[0]?.model.trim()} x ${cpus().length}; ` +
      `${flags.rounds} rounds of ${flags.requests} requests over ${flags.connections} connections`,
  );
  report(entries);
} finally {
  await Promise.all(started.map((contender) => contender.stop()));
}
