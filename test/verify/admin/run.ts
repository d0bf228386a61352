// A hundred commands of operators beside a loaded server, on both engines: all are done, and no request fails.
// As a control, a process works on the database past the server, and requests must fail. `-- --calls 20` gives fewer commands.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { admin } from '../../support/admin.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { pause, until } from '../../support/until.ts';
import { onReplicaSet } from '../on-replica-set.ts';
import { giveUpAfter, onEngines } from '../proof.ts';
import { Clients } from '../rolling/clients.ts';

const GIVE_UP_MS = 30 * 60_000;
const CLIENTS = 8;
const PAUSE_MS = 5;
/** The requests without commands, which show that the load alone is not too much for this machine. */
const BEFORE = 1_000;
/** Commands at the same time. */
const OPERATORS = 2;

const { values: flags } = parseArgs({
  options: { calls: { type: 'string', default: '100' }, engine: { type: 'string' } },
});
const CALLS = Number(flags.calls);

type Env = Record<string, string>;

/** The n-th command, of those that read and those that write. Each user is added first. */
function commandLine(n: number): { args: string[]; input?: string } {
  const email = `operated-${Math.floor(n / 10)}@example.com`;
  const lines = [
    { args: ['user', 'create', email], input: 'a battery and a staple' },
    { args: ['user', 'show', email] },
    { args: ['user', 'rename', email, '--first-name', 'Ada'] },
    { args: ['user', 'set-password', email], input: 'another battery, another staple' },
    { args: ['user', 'disable', email] },
    { args: ['user', 'list'] },
    { args: ['user', 'enable', email] },
    { args: ['sessions', 'list', email] },
    { args: ['limits', 'show', '--user', email] },
    { args: ['user', 'erase', email, '--yes'] },
  ];
  return lines[n % lines.length] ?? { args: [] };
}

/** Gives commands one after the other. @returns what failed */
async function operate(env: Env, from: number, to: number): Promise<string[]> {
  const failed: string[] = [];
  for (let n = from; n < to; n++) {
    const { args, input } = commandLine(n);
    const { code, stderr } = await admin(args, { env: { ...env, LOG_LEVEL: 'error' }, input });
    if (code !== 0) failed.push(`${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
  }
  return failed;
}

/** All commands, of several operators at once. Each has users of their own. @returns what failed */
async function commands(env: Env): Promise<string[]> {
  const each = Math.ceil(CALLS / OPERATORS / 10) * 10;
  const turns = Array.from({ length: OPERATORS }, (_, n) => operate(env, n * each, Math.min((n + 1) * each, CALLS)));
  return (await Promise.all(turns)).flat();
}

const failures = ({ failures: all }: Clients): string => [...all].map(([why, count]) => `${count} × ${why}`).join(', ');

/** Sends the load while something is done. @returns the clients, which have ended */
async function load(server: Server, token: string, work: (clients: Clients) => Promise<void>): Promise<Clients> {
  const clients = new Clients(Number(new URL(server.api).port), token, CLIENTS, PAUSE_MS);
  await work(clients);
  await clients.stop();
  return clients;
}

async function prove(engine: string, env: Env, disturb: () => Promise<void>): Promise<boolean> {
  const server = await Server.start({ env, log: join(scratchDir('admin-log'), 'log') });
  try {
    const token = await server.signIn();
    const before = await load(server, token, async (clients) => {
      await until('the load is served', () => Promise.resolve(clients.requests >= BEFORE));
    });
    console.log(
      `${engine}: without commands: ${before.requests} requests, ${before.failed} failed ${failures(before)}`,
    );
    let failed: string[] = [];
    const beside = await load(server, token, async () => void (failed = await commands(env)));
    console.log(
      `${engine}: beside ${CALLS} commands: ${beside.requests} requests, ${beside.failed} failed ${failures(beside)}`,
    );
    for (const line of failed.slice(0, 10)) console.log(`  ${line}`);
    const control = await load(server, token, disturb);
    console.log(
      `${engine}: control, past the server: ${control.requests} requests, ${control.failed} failed ${failures(control)}`,
    );
    const isOk = beside.failed === 0 && failed.length === 0 && control.failed > 0;
    console.log(`${engine}: ${isOk ? 'ok' : before.failed > 0 ? 'BROKEN, and without commands as well' : 'BROKEN'}`);
    return isOk;
  } finally {
    await server.end('SIGKILL');
  }
}

/** A process that would open the file of a running server, and write to it. */
async function pastTheServer(dir: string): Promise<void> {
  const db = new DatabaseSync(join(dir, 'todo.db'), { timeout: 5_000 });
  for (let n = 0; n < 20; n++) {
    db.exec('BEGIN IMMEDIATE');
    await pause(100);
    db.exec('COMMIT');
  }
  db.close();
}

/** A command that stops all writes of MongoDB for longer than one may take. */
async function lockAll(uri: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  await client.db('admin').command({ fsync: 1, lock: true });
  await pause(15_000);
  await client.db('admin').command({ fsyncUnlock: 1 });
  await client.close();
}

giveUpAfter(GIVE_UP_MS);
await onEngines(
  {
    sqlite: () => {
      const DATA_DIR = scratchDir('admin');
      return prove('embedded', { DATA_DIR }, () => pastTheServer(DATA_DIR));
    },
    mongodb: () => onReplicaSet('todo-admin', (uri) => prove('MongoDB', { MONGODB_URI: uri }, () => lockAll(uri))),
  },
  flags.engine,
);
