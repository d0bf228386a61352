// Under each attack that has stopped a server, and under all at once, this one lives, forgets it, and serves another user.
// `-- --only files` tries the attacks with this word in their names.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import type { Manifest } from '../../support/manifests.ts';
import { freePorts } from '../../support/ports.ts';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { MAIN, Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { pause, until } from '../../support/until.ts';
import { quantile } from '../../support/statistics.ts';
import { giveUpAfter } from '../proof.ts';
import { MB, residentBytes } from '../usage.ts';

const ATTACK_MS = 8_000;
const ALL_MS = 60_000;
const BETWEEN_MS = 25;
const AT_MOST_MS = 12 * 60_000;
const MOST_MB = 400;
const MOST_SLOWER = 5;
/** Below this, a p99 is noise of a machine with two cores rather than of the server. */
const LEAST_MS = 20;
const LONG_TODOS = 1_000;
const DESCRIPTORS_APART = 5;

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const dir = scratchDir('attacks');

interface Target {
  program: Program;
  port: number;
  /** The token of the attackers, and that of the user who is not to notice them. */
  token: string;
  other: string;
}

/** The value that the Deployment for Kubernetes gives a variable. */
function deployed(name: string): string {
  const deployment = parse(readFileSync('deploy/kubernetes/base/deployment.yaml', 'utf8')) as Manifest;
  const variables = deployment.spec?.template?.spec.containers.flatMap(({ env = [] }) => env) ?? [];
  const value = variables.find((variable) => variable.name === name)?.value;
  if (value === undefined) throw new Error(`the Deployment sets no ${name}`);
  return value;
}

/** The limits of memory. */
const HEAP = deployed('NODE_OPTIONS').split(' ');
const ALLOCATOR = Object.fromEntries(
  ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_'].map((name) => [name, deployed(name)]),
);
const small = (...args: string[]): [string, ...string[]] => [process.execPath, ...HEAP, ...args];

async function startApi(env: Record<string, string> = {}): Promise<Target> {
  const all = { ...ALLOCATOR, TRUST_PROXY: '1', RATE_LIMIT_ENABLED: 'false', BCRYPT_COST: '10', ...env };
  const server = await Server.start({ command: small(MAIN), env: all, log: join(dir, 'log') });
  const [token, other] = [await server.signIn('greedy@mail.com'), await server.signIn('victim@mail.com')];
  const long = { title: 'long', description: 'x'.repeat(10_000) };
  for (let added = 0; added < LONG_TODOS; added += 50) {
    await Promise.all(Array.from({ length: 50 }, () => server.add(token, long)));
  }
  for (let added = 0; added < 20; added++) await server.add(other);
  return { program: server.program, port: Number(new URL(server.api).port), token, other };
}

/** A bare server that answers with the bytes of the API. */
async function startBare(api: Target): Promise<Target> {
  const [long, short] = [join(dir, 'long'), join(dir, 'short')];
  writeFileSync(long, (await ask(api, '/api/todo?limit=200', api.token)).text);
  writeFileSync(short, (await ask(api, '/api/todo', api.other)).text);
  const [port = 0] = await freePorts(1);
  const program = new Program({ command: small(here('bare.ts'), String(port), long, short) });
  await program.until((stdout) => (stdout.includes('listening') ? true : undefined));
  return { ...api, program, port };
}

const agent = new Agent({ keepAlive: true });

/** One request of a client that comes with the others. @returns its status, 0 without an answer, and its time */
function ask({ port }: Target, path: string, token: string): Promise<{ status: number; text: string; ms: number }> {
  const start = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, text = '') => resolve({ status, text, ms: performance.now() - start });
    const headers = { Authorization: `Bearer ${token}`, 'X-Victim': '1' };
    const request = get({ host: '127.0.0.1', port, path, agent, headers, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done(response.statusCode ?? 0, text)).on('error', () => done(0));
    });
    request.on('timeout', () => request.destroy()).on('error', () => done(0));
  });
}

/** Signs the other user in, each time from a new address, until it is stopped. @returns a function that stops it, and has the times */
function signIns({ port }: Target): () => Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  const loop = async () => {
    for (let count = 0; !isOver; count++) {
      const start = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/api/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `192.0.2.${count % 256}` },
        body: JSON.stringify({ email: 'victim@mail.com', password: 'correct horse' }),
      });
      await response.text();
      if (response.status === 200) times.push(performance.now() - start);
      await pause(BETWEEN_MS);
    }
  };
  // A server that has ended is found by the one who attacks it.
  const done = loop().catch(() => undefined);
  return async () => {
    isOver = true;
    await done;
    return times;
  };
}

const isRunning = ({ program }: Target) => program.running;
const descriptorsOf = ({ program: { pid = 0 } }: Target) => readdirSync(`/proc/${pid}/fd`).length;

interface Seen {
  p99: number;
  peakMb: number;
  unserved: number;
  descriptors: [before: number, after: number];
  lives: boolean;
}

/** Lets attackers do their work for a time, while another user asks for their list. */
async function underAttack(target: Target, names: string[], ms: number): Promise<Seen> {
  const before = descriptorsOf(target);
  const attackers = fork(here('attackers.ts'), [String(target.port), target.token, ...names], { execArgv: [] });
  const times: number[] = [];
  let [peak, unserved] = [0, 0];
  for (const end = performance.now() + ms; performance.now() < end && target.program.running;) {
    const { status, ms: took } = await ask(target, '/api/todo', target.other);
    times.push(took);
    if (status !== 200) unserved++;
    if (isRunning(target)) peak = Math.max(peak, residentBytes(target.program));
    await pause(BETWEEN_MS);
  }
  attackers.kill('SIGKILL');
  const lives = isRunning(target);
  const isBack = async () => !isRunning(target) || descriptorsOf(target) <= before + DESCRIPTORS_APART;
  await until('the descriptors are back', isBack).catch(() => undefined);
  const after = isRunning(target) ? descriptorsOf(target) : 0;
  return { p99: quantile(times, 0.99), peakMb: peak / MB, unserved, descriptors: [before, after], lives };
}

function faultsOf(name: string, ours: Seen, bare: Seen): string[] {
  const [before, after] = ours.descriptors;
  const ratio = ours.p99 / Math.max(bare.p99, LEAST_MS);
  return [
    !ours.lives && 'the server ended',
    ours.peakMb > MOST_MB && `it took ${ours.peakMb.toFixed(0)} MB`,
    after > before + DESCRIPTORS_APART && `${after - before} descriptors did not come back`,
    ratio > MOST_SLOWER && `the p99 of another user is ${ratio.toFixed(1)} times that of a bare server`,
  ]
    .filter((fault) => fault !== false)
    .map((fault) => `${name}: ${fault}`);
}

const attackNames = (): Promise<string[]> =>
  new Promise((resolve) => {
    const child = fork(here('attackers.ts'), ['0', '']);
    child.once('message', (names) => {
      child.kill();
      resolve(names as string[]);
    });
  });

const rowOf = (name: string, ours: Seen, bare?: Seen): string[] => [
  name,
  ours.lives ? 'lives' : 'ENDED',
  ours.peakMb.toFixed(0),
  ours.descriptors.join(' → '),
  ours.p99.toFixed(0),
  bare?.p99.toFixed(0) ?? '',
  bare ? (ours.p99 / bare.p99).toFixed(1) : '',
  String(ours.unserved),
  String(bare?.unserved ?? ''),
];

giveUpAfter(AT_MOST_MS);
const all = await attackNames();
const chosen = all.filter((name) => flags.only === undefined || name.includes(flags.only));
const runs = [...chosen.map((name) => [name] as string[]), ...(chosen.length > 1 ? [chosen] : [])];
const [rows, faults]: [string[][], string[]] = [[], []];
const api = await startApi();
const bare = await startBare(api);
for (const names of runs) {
  const [name, ms] = names.length === 1 ? [names[0] ?? '', ATTACK_MS] : ['all at once', ALL_MS];
  const stop = name.startsWith('guesses') ? signIns(api) : undefined;
  const seen = await underAttack(api, names, ms);
  const times = await stop?.();
  if (times) console.log(`${times.length} sign-ins from new addresses, p95 ${quantile(times, 0.95).toFixed(0)} ms`);
  const without = await underAttack(bare, names, ms);
  rows.push(rowOf(name, seen, without));
  faults.push(...faultsOf(name, seen, without));
  console.log(rows.at(-1)?.join('  '));
  if (!api.program.running || !bare.program.running) break;
}
api.program.killGroup();
bare.program.killGroup();

// As a control, without the bounds, one of the attacks must do harm.
const weak = await startApi({ ANSWER_MEMORY: '1024mb', SLOW_CLIENT_TIMEOUT: '24h' });
const [harmful = ''] = all.filter((name) => name.startsWith('pages'));
const control = await underAttack(weak, [harmful], 2 * ATTACK_MS);
weak.program.killGroup();
rows.push(rowOf('control, without bounds', control));
const isSeen = !control.lives || control.peakMb > MOST_MB;

const titles = ['attack', '', 'peak MB', 'descriptors', 'p99 ms', 'bare', 'ratio', 'unserved', 'bare'];
printTable(titles, rows);
for (const fault of faults) console.error(fault);
if (!isSeen) console.error('the control did no harm');
console.log(faults.length === 0 && isSeen ? 'ok' : 'BROKEN');
process.exit(faults.length === 0 && isSeen ? 0 : 1);
