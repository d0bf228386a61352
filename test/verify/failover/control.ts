import type { Nodes } from '../../support/nodes.ts';
import type { Server } from '../../support/server.ts';

const WRITES = 50;

/** The number of acknowledged writes that are lost afterwards. */
export interface Control {
  written: { acknowledged: number; lost: number };
  served: { acknowledged: number; lost: number };
}

/**
 * Kills the secondaries, writes to the primary, kills it too, and starts the secondaries first. Writes through the driver
 * with `w: 1` must be lost, or the other rounds could not have shown a loss; writes through the product must not be.
 * The secondaries are killed, since frozen ones would still read the writes from the buffers of their connections.
 */
export async function control(nodes: Nodes, replica: Server, token: string): Promise<Control> {
  await nodes.whole();
  const primary = await nodes.primary();
  const others = [...nodes.ports.keys()].filter((node) => node !== primary);
  const raw = (await nodes.client(primary)).db('control').collection('writes', { writeConcern: { w: 1 } });
  await raw.insertOne({ n: -1 }, { writeConcern: { w: 'majority' } });

  await Promise.all(others.map((node) => nodes.kill(node)));
  const titles = Array.from({ length: WRITES }, (_, n) => `control ${n}`);
  const serving = Promise.all(titles.map((title) => replica.call('POST', '/todo', { token, body: { title } })));
  const written = await Promise.all(titles.map((_, n) => raw.insertOne({ n })));
  const served = (await serving).filter(({ status }) => status === 201).length;
  await nodes.kill(primary);
  await Promise.all(others.map((node) => nodes.restart(node)));

  const next = await nodes.client(await nodes.primary());
  await nodes.restart(primary);
  await nodes.whole();
  const count = (database: string, collection: string, filter: object) =>
    next
      .db(database)
      .collection(collection, { readConcern: { level: 'majority' } })
      .countDocuments(filter);
  const left = await count('control', 'writes', { n: { $gte: 0 } });
  const leftOfServed = await count('todo', 'todos', { title: /^control / });
  return {
    written: { acknowledged: written.length, lost: written.length - left },
    served: { acknowledged: served, lost: Math.max(0, served - leftOfServed) },
  };
}
