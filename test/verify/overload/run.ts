// At 1.5 and 3 times the best rate the server goes on serving: it refuses the rest at little cost, and recovers within seconds.
// `-- --only 'GET one'` tries one of the lines. The server has one processor core, and the clients another.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BURNER } from '../../support/burner.ts';
import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { MAIN, Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { giveUpAfter } from '../proof.ts';
import { processorMs } from '../usage.ts';
import { OpenLoop, type Outcome } from './open-loop.ts';

const BEST_MS = 4_000;
const RUN_MS = 8_000;
const WARM_UP_MS = 3_000;
const RECOVERY_MS = 5_000;
const CALLERS = 60;
const AT_MOST_MS = 10 * 60_000;
/** Of the throughput that refusing leaves, the part that must be good. */
const SHARE = 0.8;
const RECOVERED = 0.9;
/** Nobody waits longer for an answer. */
const USELESS_MS = 10_000;

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });

interface Line {
  name: string;
  /** Milliseconds after which an answer is no good; by default half of the time in which every connection gets one at the best rate. */
  goodMs?: number;
  connections: number;
  /** Connections, which are many more than can be served in the time of a queue. */
  open: number;
  /** Programs that share the core of the server, where the clients could otherwise not send faster than it answers. */
  burners?: number;
  env: Record<string, string>;
  /** Requests that may be sent in turn. */
  requests: (server: Server) => Promise<string[]>;
}

const head = (line: string, ...fields: string[]) => [line, 'Host: a', ...fields, '', ''].join('\r\n');

async function tokens(server: Server): Promise<string[]> {
  return Promise.all(Array.from({ length: CALLERS }, (_, index) => server.signIn(`caller-${index}@mail.com`)));
}

async function lists(server: Server): Promise<string[]> {
  const all = await tokens(server);
  const add = () => server.add(all[0] ?? '', { title: 'something to do', description: 'in a few words' });
  for (let count = 0; count < 1_000; count += 50) await Promise.all(Array.from({ length: 50 }, add));
  return all.map((token) => head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${token}`));
}

async function one(server: Server): Promise<string[]> {
  const all = await tokens(server);
  const id = await server.add(all[0] ?? '');
  return all.map((token) => head(`GET /api/todo/${id} HTTP/1.1`, `Authorization: Bearer ${token}`));
}

async function logins(server: Server): Promise<string[]> {
  await server.signIn('caller-0@mail.com');
  const body = JSON.stringify({ email: 'caller-0@mail.com', password: 'correct horse' });
  return Array.from({ length: 250 }, (_, index) => {
    const from = [`X-Forwarded-For: 203.0.113.${index}`, `Content-Length: ${body.length}`];
    return head('POST /api/login HTTP/1.1', 'Content-Type: application/json', ...from) + body;
  });
}

const SHARED = { TODO_VISIBILITY: 'everyone', RATE_LIMIT_ENABLED: 'false' };
const LINES: Line[] = [
  { name: 'GET one', connections: 128, open: 8_000, burners: 2, env: SHARED, requests: one },
  { name: 'list of 1,000', goodMs: 8_000, connections: 8, open: 600, env: SHARED, requests: lists },
  {
    name: 'login',
    goodMs: USELESS_MS,
    connections: 16,
    open: 250,
    env: { ...SHARED, BCRYPT_COST: '10', TRUST_PROXY: '1' },
    requests: logins,
  },
];

/** The answers to a probe that asks twice a second until it is stopped. */
function probe(server: Server): () => Promise<number[]> {
  const statuses: Promise<number>[] = [];
  const ask = async () => (await server.call('GET', '/health/live')).status;
  const timer = setInterval(() => statuses.push(ask()), 500);
  return () => {
    clearInterval(timer);
    return Promise.all(statuses);
  };
}

const percentile = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;

/** The processor time of one refusal, from what a run took beyond the requests that it served. */
function costOfRefusal(cpuMs: number, { served, refused }: Outcome, servedMs: number): number {
  return refused === 0 ? 0 : Math.max(0, (cpuMs - served.length * servedMs) / refused);
}

/** The command on the core of the server. */
function pinned(...command: [string, ...string[]]): [string, ...string[]] {
  const taskset = onPath('taskset');
  return taskset ? [taskset, '-c', '0', ...command] : command;
}

const startPinned = (env: Record<string, string>) =>
  Server.start({ env, command: pinned(process.execPath, MAIN), log: join(scratchDir('overload'), 'log') });

interface Measured {
  row: string[];
  faults: string[];
  good: number;
  best: number;
}

async function measure(line: Line, env: Record<string, string>, times: number[]): Promise<Measured[]> {
  const server = await startPinned({ ...line.env, ...env });
  const burners: Program[] = [];
  try {
    const loop = new OpenLoop(Number(new URL(server.api).port), await line.requests(server));
    await loop.open(line.open);
    for (let started = 0; started < (line.burners ?? 0); started++)
      burners.push(new Program({ command: pinned(...BURNER) }));
    await loop.best(line.connections, BEST_MS);
    const before = processorMs(server.program);
    const best = await loop.best(line.connections, BEST_MS);
    const servedMs = (processorMs(server.program) - before) / ((best * BEST_MS) / 1_000);
    const measured: Measured[] = [];
    for (const n of times) measured.push(await overload(line, { server, loop, best, servedMs, n }));
    loop.close();
    return measured;
  } finally {
    for (const burner of burners) burner.killGroup();
    await server.end('SIGKILL');
  }
}

interface Run {
  server: Server;
  loop: OpenLoop;
  best: number;
  servedMs: number;
  n: number;
}

async function overload(
  { name, connections, open, goodMs }: Line,
  { server, loop, best, servedMs, n }: Run,
): Promise<Measured> {
  const stop = probe(server);
  const before = processorMs(server.program);
  const outcome = await loop.run(best * n, RUN_MS, WARM_UP_MS);
  const cpuMs = ((processorMs(server.program) - before) * (RUN_MS - WARM_UP_MS)) / RUN_MS;
  const probes = await stop();
  const inTime = goodMs ?? (open * 500) / best;
  const good = (outcome.served.filter((ms) => ms <= inTime).length * 1_000) / (RUN_MS - WARM_UP_MS);
  const c = costOfRefusal(cpuMs, outcome, servedMs) / servedMs;
  const left = name === 'GET one' ? Math.max(0, (1 - n * c) / (1 - c)) : 1;
  const p99 = percentile(outcome.served, 0.99);
  await pause(RECOVERY_MS);
  const recovered =
    Math.max(await loop.best(connections, BEST_MS / 2), await loop.best(connections, BEST_MS / 2)) / best;
  const faults = [
    good < SHARE * left * best && `good throughput is ${(good / best).toFixed(2)} of the best`,
    p99 > USELESS_MS && `the p99 of served requests is ${p99} ms`,
    probes.some((status) => status !== 200) && `the probe got ${probes.join(' ')}`,
    outcome.failed > 0 && `${outcome.failed} requests got neither 200 nor 503`,
    recovered < RECOVERED && `after ${RECOVERY_MS} ms throughput is ${recovered.toFixed(2)} of the best`,
  ].filter((fault) => fault !== false);
  const seconds = (RUN_MS - WARM_UP_MS) / 1_000;
  const rates = [best, good, outcome.refused / seconds, outcome.unsent / seconds].map((rate) => rate.toFixed(0));
  const ratios = [good / best, left, c, recovered].map((ratio) => ratio.toFixed(2));
  return {
    row: [name, String(n), ...rates, ...ratios, p99.toFixed(0), String(probes.length)],
    faults: faults.map((fault) => `${name}, ${n} times the best rate: ${fault}`),
    good,
    best,
  };
}

giveUpAfter(AT_MOST_MS);
const rows: string[][] = [];
const faults: string[] = [];
for (const line of LINES.filter(({ name }) => flags.only === undefined || name === flags.only)) {
  for (const measured of await measure(line, {}, [1.5, 3])) {
    rows.push(measured.row);
    console.log(measured.row.join('  '));
    faults.push(...measured.faults);
  }
}
// With a queue of an hour nothing is refused.
const [control] = await measure(LINES[0] as Line, { REQUEST_TIMEOUT: '20h' }, [3]);
if (control) rows.push(['control, nothing is refused', ...control.row.slice(1)]);
const isSeen = (control?.faults.length ?? 0) > 0;
const names = [
  '',
  'n',
  'best/s',
  'good/s',
  'refused/s',
  'unsent/s',
  'good',
  'possible',
  'c',
  'recovered',
  'p99 ms',
  'probes',
];
printTable(names, rows);
for (const fault of faults) console.error(fault);
if (!isSeen) console.error('the control run was not worse');
console.log(faults.length === 0 && isSeen ? 'ok' : 'BROKEN');
if (faults.length > 0 || !isSeen) process.exitCode = 1;
