import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TodoSchema } from '../../src/todo/repositories/mongo/todo.document.js';
import { Nodes } from '../support/nodes.js';
import { Server } from '../support/server.js';
import { able } from './able.js';

const DATABASE = 'pinned';
/** Options that no read or write of the product may follow. */
const UNSAFE = [
  'readPreference=secondaryPreferred&readPreferenceTags=dc:east&maxStalenessSeconds=120&readConcernLevel=available',
  'w=1&journal=false&wtimeoutMS=1&retryWrites=false',
].join('&');

interface Profiled {
  op: string;
  ns: string;
  command: { writeConcern?: unknown; readConcern?: unknown };
}

describe.skipIf(!able)('on three nodes, under any options of the connection string,', () => {
  let nodes: Nodes;
  let server: Server;
  let primary: number;
  let secondaries: number[];

  const profileOf = async (node: number): Promise<Profiled[]> => {
    const db = (await nodes.client(node)).db(DATABASE);
    return db
      .collection<Profiled>('system.profile')
      .find({ ns: { $regex: /\.(users|sessions|todos)$/ } })
      .toArray();
  };

  beforeAll(async () => {
    nodes = await Nodes.start({ count: 3, settings: { chainingAllowed: false } });
    await nodes.whole();
    primary = await nodes.primary();
    secondaries = [0, 1, 2].filter((node) => node !== primary);
    const env = { MONGODB_URI: nodes.uri(DATABASE, UNSAFE), MONGODB_TIMEOUT: '5s', REQUEST_TIMEOUT: '5s' };
    server = await Server.start({ env });
  });

  afterAll(async () => {
    await server.end();
    await nodes.stop();
  });

  it('reads come from the primary, and writes are journaled by a majority', async () => {
    for (const node of nodes.ports.keys()) {
      const client = await nodes.client(node);
      // A primary repeats one read in a hundred on its secondaries, to keep their caches warm.
      await client.db('admin').command({ setParameter: 1, mirrorReads: { samplingRate: 0 } });
      await client.db(DATABASE).command({ profile: 2 });
    }
    const token = await server.signIn('john@mail.com');
    const id = await server.add(token);
    for (const [method, path] of [
      ['GET', '/todo'],
      ['PATCH', `/todo/${id}/done`],
      ['DELETE', `/todo/${id}`],
      ['POST', '/logout'],
    ] as const) {
      expect((await server.call(method, path, { token })).status).toBe(200);
    }
    for (const node of secondaries) expect(await profileOf(node)).toEqual([]);

    const seen = await profileOf(primary);
    expect(seen.map(({ op, ns }) => `${op} ${ns}`)).toEqual(
      expect.arrayContaining([
        'query pinned.users',
        'query pinned.sessions',
        'query pinned.todos',
        'command pinned.todos',
        'remove pinned.todos',
        'remove pinned.sessions',
      ]),
    );
    for (const { command } of seen) expect(command.readConcern).toBeUndefined();
    // The profiler shows only the filter of a removal. The next test covers removals.
    const writes = seen.filter(({ op, command }) => (op === 'insert' || op === 'command') && !('aggregate' in command));
    const written = writes.map(({ ns }) => ns.replace('pinned.', ''));
    expect(written.filter((name) => name !== 'limit_counts').sort()).toEqual(['sessions', 'todos', 'todos', 'users']);
    for (const { command } of writes) expect(command.writeConcern).toEqual({ w: 'majority', j: true });
  });

  it('a write that only the primary has is not acknowledged, and reads go on', async () => {
    const token = await server.signIn('jane@mail.com');
    const other = await server.signIn('jane@mail.com');
    const [edited, removed] = [await server.add(token), await server.add(token)];
    await nodes.freeze(...secondaries);
    try {
      const writes = await Promise.all([
        server.call('POST', '/todo', { token, body: { title: 'in doubt' } }),
        server.call('PATCH', `/todo/${edited}/done`, { token }),
        server.call('DELETE', `/todo/${removed}`, { token }),
        server.call('POST', '/register', { body: { email: 'jim@mail.com', password: 'Abcde_12345' } }),
        server.call('POST', '/logout', { token: other }),
      ]);
      expect(writes.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
      expect((await server.call('GET', '/todo', { token })).status).toBe(200);
    } finally {
      nodes.thaw(...secondaries);
    }
    await nodes.whole();
    expect((await server.call('POST', '/todo', { token, body: { title: 'again' } })).status).toBe(201);
  });

  it('a server starts and makes its indexes while one node is away', async () => {
    const [away = 0] = secondaries;
    const todos = (await nodes.client(primary)).db('two-of-three').collection('todos');
    await todos.insertMany(Array.from({ length: 1_000 }, (_, n) => ({ title: String(n) })));
    await nodes.kill(away);
    const late = await Server.start({ env: { MONGODB_URI: nodes.uri('two-of-three') } });
    expect(await todos.indexes()).toHaveLength(1 + TodoSchema.indexes().length);
    await late.end();
    await nodes.restart(away);
  });
});
