// Four connections on which one caller asks for pages of 200 todos leave another caller's requests fast, on both engines.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findMongod, startReplicaSet } from '../../support/mongod.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { OpenLoop } from '../overload/open-loop.ts';
import { giveUpAfter, onEngines } from '../proof.ts';

/** The other caller's p99, as a multiple of what it is without the pages. */
const SLOWER = 5;
const CONNECTIONS = 4;
/** The machine may become slower or faster. So each pair of windows, one quiet and one busy, is close together. */
const WINDOWS = 8;
const WINDOW_MS = 1_500;
const RATE = 60;
const TODOS = 400;
const AT_MOST_MS = 3 * 60_000;

const get = (path: string, token: string) =>
  `GET /api/${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`;

const percentile = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;

async function latencies(other: OpenLoop): Promise<number[]> {
  const { served, sent } = await other.run(RATE, WINDOW_MS, 0);
  if (served.length !== sent) throw new Error(`${sent - served.length} requests were not served`);
  return served;
}

async function measure(name: string, server: Server): Promise<boolean> {
  const [greedy, other] = [await server.signIn('greedy@mail.com'), await server.signIn('other@mail.com')];
  const todo = { title: 'something to do', description: 'in a few words, or in a few more than that' };
  for (let added = 0; added < TODOS; added += 50) {
    await Promise.all(Array.from({ length: 50 }, () => server.add(greedy, todo)));
  }
  const id = await server.add(other, todo);
  const port = Number(new URL(server.api).port);
  const rows: string[][] = [];
  let isFair = true;
  for (const path of [`todo/${id}`, 'todo']) {
    const args = [String(port), String(CONNECTIONS), get('todo?limit=200', greedy)];
    const reader = fork(fileURLToPath(new URL('greedy.ts', import.meta.url)), args);
    const read = async (): Promise<number> => {
      reader.send(WINDOW_MS);
      const [rate] = (await once(reader, 'message')) as [number];
      return rate;
    };
    const caller = new OpenLoop(port, [get(path, other)]);
    await caller.open(CONNECTIONS);
    await Promise.all([read(), latencies(caller)]);
    const quiet: number[] = [];
    const busy: number[] = [];
    const pages: number[] = [];
    for (let window = 0; window < WINDOWS; window++) {
      quiet.push(...(await latencies(caller)));
      const [rate, slower] = await Promise.all([read(), latencies(caller)]);
      busy.push(...slower);
      pages.push(rate);
    }
    reader.disconnect();
    caller.close();
    const ratio = percentile(busy, 0.99) / percentile(quiet, 0.99);
    isFair &&= ratio < SLOWER;
    const ms = [quiet, busy]
      .flatMap((all) => [percentile(all, 0.5), percentile(all, 0.99)])
      .map((one) => one.toFixed(1));
    rows.push([path === 'todo' ? 'list' : 'GET one', ...ms, ratio.toFixed(1), percentile(pages, 0.5).toFixed(0)]);
  }
  printTable([name, 'quiet p50 ms', 'p99', 'busy p50 ms', 'p99', 'ratio', 'pages/s'], rows);
  console.log(isFair ? 'ok' : `BROKEN: another caller is more than ${SLOWER} times slower`);
  return isFair;
}

async function served(name: string, env: Record<string, string>): Promise<boolean> {
  const log = join(scratchDir('share'), 'log');
  const server = await Server.start({ env: { RATE_LIMIT_ENABLED: 'false', ...env }, log });
  try {
    return await measure(name, server);
  } finally {
    await server.end('SIGKILL');
  }
}

giveUpAfter(AT_MOST_MS);
await onEngines({
  sqlite: () => served('embedded', {}),
  mongodb: async () => {
    const mongod = await findMongod();
    if (!mongod.found) throw new Error(`there is ${mongod.why}`);
    const replicas = await startReplicaSet(mongod);
    try {
      return await served('MongoDB', { MONGODB_URI: replicas.getUri('share') });
    } finally {
      await replicas.stop();
    }
  },
});
