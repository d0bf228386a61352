import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionSchema } from '../../src/auth/repositories/mongo/session.document.js';
import { IdempotencyKeySchema } from '../../src/todo/repositories/mongo/idempotency-key.document.js';
import { TodoSchema } from '../../src/todo/repositories/mongo/todo.document.js';
import { UserSchema } from '../../src/users/repositories/mongo/user.document.js';
import { Nodes } from '../support/nodes.js';
import { Server } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { indexesOf, logOutRound, registrationRace } from '../support/replicas.js';
import { able } from './able.js';

const ROUNDS = 25;
const EQUAL = 24;
const PROCESSES = 3;
const TODOS = 5_000;

/** The number of indexes of each collection: that of the ids alone, and with those of the schemas. */
const SCHEMAS = {
  users: UserSchema,
  sessions: SessionSchema,
  todos: TodoSchema,
  idempotency_keys: IdempotencyKeySchema,
};
const COLLECTIONS = Object.keys(SCHEMAS);
const NONE = Object.fromEntries(COLLECTIONS.map((name) => [name, 1]));
const COMPLETE = Object.fromEntries(Object.entries(SCHEMAS).map(([name, of]) => [name, 1 + of.indexes().length]));

describe.skipIf(!able)('several processes on one replica set', () => {
  let nodes: Nodes;
  let replicas: Server[];

  beforeAll(async () => {
    nodes = await Nodes.start({ count: 2 });
    const start = () => Server.start({ env: env('shared', { MONGODB_TIMEOUT: '2m', REQUEST_TIMEOUT: '2m' }) });
    replicas = await Promise.all(Array.from({ length: PROCESSES }, start));
  });

  afterAll(async () => {
    await Promise.all(replicas.map((server) => server.end()));
    await nodes.stop();
  });

  const env = (database: string, more = {}) => ({ MONGODB_URI: nodes.uri(database), ...more });

  /** Starts them at once, and waits until all of them listen. */
  function startAll(database: string, count = PROCESSES, more = {}): Promise<Server[]> {
    return Promise.all(Array.from({ length: count }, () => startServer({ env: env(database, more) })));
  }

  const indexes = async (database: string) =>
    indexesOf((await nodes.client(await nodes.primary())).db(database), COLLECTIONS);

  /** Fills a database that has no indexes yet. */
  async function filled(database: string): Promise<void> {
    const db = (await nodes.client(await nodes.primary())).db(database);
    await db.collection('todos').insertMany(Array.from({ length: TODOS }, (_, n) => ({ title: `todo ${n}` })));
    for (const name of COLLECTIONS) if (name !== 'todos') await db.createCollection(name);
  }

  it.each([2, 3])('%i: all refuse a token at once after a sign-out at one', async (count) => {
    const some = replicas.slice(0, count);
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round++) accepted += await logOutRound(some, round);
    expect(accepted).toBe(0);
  });

  it(`${EQUAL} equal registrations at all of them add one user`, async () => {
    const statuses = await registrationRace(replicas, EQUAL, 'new@mail.com');
    expect(statuses.sort()).toEqual([201, ...Array.from({ length: EQUAL - 1 }, () => 400)]);
  });

  it('they make the missing indexes of a filled collection together, and all listen', async () => {
    await filled('together');
    expect(await indexes('together')).toEqual(NONE);
    const [one] = await startAll('together');
    expect(await indexes('together')).toEqual(COMPLETE);
    expect((await one?.call('GET', '/health/ready'))?.status).toBe(200);
  });

  it('a start with MONGODB_AUTO_INDEX=false makes no index, and db:migrate makes them, also when it runs again', async () => {
    await filled('ahead');
    await startAll('ahead', 1, { MONGODB_AUTO_INDEX: 'false' });
    expect(await indexes('ahead')).toEqual(NONE);
    for (const _ of ['missing', 'there already']) {
      const command = [process.execPath, resolve('dist/migrate.js')] as const;
      const { code, stdout, stderr } = await run({ env: env('ahead', { MONGODB_AUTO_INDEX: 'false' }), command });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^mongodb:\/\/127\.0\.0\.1:.+\/ahead is up to date\n$/);
      expect(await indexes('ahead')).toEqual(COMPLETE);
    }
  });
});
