// Three servers behind haproxy are restarted one after the other while clients read and write: no request may fail.
// Before that the same load meets no restart, and no request may fail either: a busy machine alone must not do it. As a control
// the servers are killed in the end, and some requests must fail. `-- --rounds 10` restarts them more often, and
// `-- --burners 10` starts ten programs for each core beside them, which take all the processor time that they can get.
import { parseArgs } from 'node:util';
import { startBurners } from '../../support/burner.ts';
import { findMongod, startReplicaSet } from '../../support/mongod.ts';
import { freePorts } from '../../support/ports.ts';
import { Server } from '../../support/server.ts';
import { median, quantile } from '../../support/statistics.ts';
import { printTable } from '../../support/table.ts';
import { pause } from '../../support/until.ts';
import { giveUpAfter, LACKS_TOOL } from '../proof.ts';
import { Clients } from './clients.ts';
import { findHaproxy, Haproxy, NOTICED_WITHIN_MS } from './haproxy.ts';

const SERVERS = 3;
const CLIENTS = 16;
const PAUSE_MS = 5;
/** It only catches a hang: beside burners everything takes many times as long. */
const GIVE_UP_MS = 1_800_000;
const MOST_CONTROL_ROUNDS = 3;
const UNDISTURBED_REQUESTS = 2_000;

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, burners: { type: 'string', default: '0' } },
});

/** The servers, each on a port that stays its own. */
class Fleet {
  readonly ports: readonly number[];
  private readonly env: Record<string, string>;
  private servers: Server[] = [];

  constructor(ports: readonly number[], uri: string) {
    this.ports = ports;
    // Restarts are on trial here, not a database that a busy machine slows down.
    this.env = { MONGODB_URI: uri, MONGODB_TIMEOUT: '20s', SHUTDOWN_DELAY: `${2 * NOTICED_WITHIN_MS}ms` };
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

/** Does something under the load of the clients, and says what they saw. `act` returns how many requests it had to cut. */
async function observe(what: string, clients: Clients, act: () => Promise<number>): Promise<Round> {
  const [began, requests, failed] = [performance.now(), clients.requests, clients.failed];
  clients.ms.length = 0;
  const cut = await act();
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

/** Lets the load run without a restart. */
const undisturbed = (clients: Clients) =>
  observe('undisturbed', clients, async () => {
    const enough = clients.requests + UNDISTURBED_REQUESTS;
    while (clients.requests < enough) await pause(50);
    return 0;
  });

const round = (what: string, fleet: Fleet, balancer: Haproxy, clients: Clients, signal: 'SIGTERM' | 'SIGKILL') =>
  observe(what, clients, async () => {
    let cut = 0;
    for (let index = 0; index < fleet.ports.length; index++) {
      cut += await fleet.restart(index, signal);
      await balancer.allUp();
    }
    return cut;
  });

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
  const rounds: Round[] = [await undisturbed(clients)];
  for (let n = 1; n <= Number(flags.rounds); n++)
    rounds.push(await round(`SIGTERM ${n}`, fleet, balancer, clients, 'SIGTERM'));
  await clients.stop();
  report(rounds);
  for (const [why, count] of clients.failures) console.log(`  ${count} × ${why}`);
  const restarts = (rounds.length - 1) * SERVERS;
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
  const burners = startBurners(Number(flags.burners));
  try {
    const rolled = await roll(fleet, balancer, port);
    const controlled = await control(fleet, balancer, port);
    console.log(rolled && controlled ? 'ok' : 'BROKEN');
    return rolled && controlled;
  } finally {
    await Promise.all(burners.map((burner) => burner.end('SIGKILL')));
    await balancer.stop();
    await fleet.stop();
    await database.stop();
  }
}

const [binary, mongod] = [findHaproxy(), await findMongod()];
if (binary === undefined || !mongod.found) {
  if (binary === undefined) console.error('This proof needs haproxy: apt-get install haproxy');
  if (!mongod.found) console.error(`This proof needs a mongod: ${mongod.why}`);
  process.exitCode = LACKS_TOOL;
} else {
  giveUpAfter(GIVE_UP_MS);
  process.exitCode = (await main(binary, mongod)) ? 0 : 1;
}
