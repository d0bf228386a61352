// Three servers behind haproxy are restarted one after the other while clients read and write: no request may fail.
// As a control the servers are then killed, and some requests must fail. `-- --rounds 10` restarts them more often.
import { parseArgs } from 'node:util';
import { findMongod, startReplicaSet } from '../../support/mongod.ts';
import { freePorts } from '../../support/ports.ts';
import { Server } from '../../support/server.ts';
import { median, quantile } from '../../support/statistics.ts';
import { printTable } from '../../support/table.ts';
import { giveUpAfter } from '../proof.ts';
import { Clients } from './clients.ts';
import { findHaproxy, Haproxy, NOTICED_WITHIN_MS } from './haproxy.ts';

const SERVERS = 3;
const CLIENTS = 16;
const PAUSE_MS = 5;
const GIVE_UP_MS = 290_000;
const MOST_CONTROL_ROUNDS = 3;

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

/** The servers, each on a port that stays its own. */
class Fleet {
  readonly ports: readonly number[];
  private readonly env: Record<string, string>;
  private servers: Server[] = [];

  constructor(ports: readonly number[], uri: string) {
    this.ports = ports;
    this.env = { MONGODB_URI: uri, SHUTDOWN_DELAY: `${2 * NOTICED_WITHIN_MS}ms` };
  }

  async start(): Promise<Server> {
    this.servers = await Promise.all(this.ports.map((port) => this.startOne(port)));
    return this.servers[0] as Server;
  }

  startOne(port: number): Promise<Server> {
    return Server.start({ env: { ...this.env, PORT: String(port) } });
  }

  /** Ends one server and starts it again. @returns how many requests it had to cut */
  async restart(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
    const server = this.servers[index] as Server;
    const { code, stdout, stderr } = await server.end(signal);
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`a server ended with ${code}: ${stderr}`);
    if (server.failures.length > 0) throw new Error(`a server has logged ${server.failures[0]}`);
    this.servers[index] = await this.startOne(this.ports[index] ?? 0);
    return Number(/"cut":(\d+)/.exec(stdout)?.[1] ?? 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end('SIGKILL')));
  }
}

interface Round {
  what: string;
  seconds: number;
  requests: number;
  failed: number;
  cut: number;
  p50: number;
  p99: number;
  max: number;
}

async function round(what: string, fleet: Fleet, balancer: Haproxy, clients: Clients, signal: 'SIGTERM' | 'SIGKILL') {
  const [began, requests, failed] = [performance.now(), clients.requests, clients.failed];
  clients.ms.length = 0;
  let cut = 0;
  for (let index = 0; index < fleet.ports.length; index++) {
    cut += await fleet.restart(index, signal);
    await balancer.allUp();
  }
  return {
    what,
    seconds: (performance.now() - began) / 1_000,
    requests: clients.requests - requests,
    failed: clients.failed - failed,
    cut,
    p50: median(clients.ms),
    p99: quantile(clients.ms, 0.99),
    max: quantile(clients.ms, 1),
  };
}

function report(rounds: readonly Round[]): void {
  printTable(
    ['round', 's', 'requests', 'failed', 'cut', 'p50 ms', 'p99 ms', 'max ms'],
    rounds.map(({ what, seconds, requests, failed, cut, ...ms }) => [
      what,
      seconds.toFixed(1),
      ...[requests, failed, cut].map(String),
      ...[ms.p50, ms.p99, ms.max].map((value) => value.toFixed(1)),
    ]),
  );
}

async function roll(fleet: Fleet, balancer: Haproxy, port: number): Promise<boolean> {
  const server = await fleet.start();
  await balancer.allUp();
  const clients = new Clients(port, await server.signIn('rolling@example.com'), CLIENTS, PAUSE_MS);
  const rounds: Round[] = [];
  for (let n = 1; n <= Number(flags.rounds); n++)
    rounds.push(await round(`SIGTERM ${n}`, fleet, balancer, clients, 'SIGTERM'));
  await clients.stop();
  report(rounds);
  for (const [why, count] of clients.failures) console.log(`  ${count} × ${why}`);
  const restarts = rounds.length * SERVERS;
  console.log(`${restarts} restarts, ${clients.requests} requests, ${clients.failed} failed\n`);
  return clients.failed === 0 && rounds.every(({ cut }) => cut === 0);
}

/** Servers that are killed must fail some requests, or the clients could not notice failures at all. */
async function control(fleet: Fleet, balancer: Haproxy, port: number): Promise<boolean> {
  const server = await fleet.startOne(0);
  const clients = new Clients(port, await server.signIn('control@example.com'), CLIENTS, PAUSE_MS);
  const rounds: Round[] = [];
  while (rounds.length < MOST_CONTROL_ROUNDS && clients.failed === 0)
    rounds.push(await round(`kill -9 ${rounds.length + 1}`, fleet, balancer, clients, 'SIGKILL'));
  await clients.stop();
  await server.end();
  report(rounds);
  for (const [why, count] of clients.failures) console.log(`  ${count} × ${why}`);
  console.log(`as a control, killed instead: ${clients.requests} requests, ${clients.failed} failed`);
  return clients.failed > 0;
}

async function main(binary: string, mongod: Extract<Awaited<ReturnType<typeof findMongod>>, { found: true }>) {
  const database = await startReplicaSet(mongod);
  const [port = 0, ...ports] = await freePorts(SERVERS + 1);
  const fleet = new Fleet(ports, database.getUri('todo-rolling'));
  const balancer = new Haproxy(binary, port, ports);
  try {
    const rolled = await roll(fleet, balancer, port);
    const controlled = await control(fleet, balancer, port);
    console.log(rolled && controlled ? 'ok' : 'BROKEN');
    return rolled && controlled;
  } finally {
    await balancer.stop();
    await fleet.stop();
    await database.stop();
  }
}

const [binary, mongod] = [findHaproxy(), await findMongod()];
if (binary === undefined || !mongod.found) {
  if (binary === undefined) console.error('This proof needs haproxy: apt-get install haproxy');
  if (!mongod.found) console.error(`This proof needs a mongod: ${mongod.why}`);
  process.exitCode = 1;
} else {
  giveUpAfter(GIVE_UP_MS);
  process.exitCode = (await main(binary, mongod)) ? 0 : 1;
}
