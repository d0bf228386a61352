// Where the contenders keep their data: a copy of one data folder each, or a database each on one MongoDB.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { findMongod, startReplicaSet } from '../test/support/mongod.ts';
import { type Cores, pin } from './cores.ts';
import { fillMongo, fillSqlite } from './fill.ts';
import type { FixtureTodo } from './fixture.ts';

/** What fills the databases. */
export interface Filling {
  /** The build that makes the tables. A later build brings them up to date, and an earlier one takes them as they are. */
  dist: string;
  dir: string;
  todos: () => Iterable<FixtureTodo>;
}

/** Databases that all begin with the same data. */
export interface Databases {
  /** Makes one more. @returns the settings with which a contender uses it */
  add(name: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/** Data folders of the embedded engine. */
export async function embedded({ dist, dir, todos }: Filling): Promise<Databases> {
  const first = join(dir, 'data');
  await fillSqlite(dist, first, todos());
  return {
    async add(name) {
      const own = join(dir, `data-${name}`);
      cpSync(first, own, { recursive: true });
      return { DATA_DIR: own };
    },
    stop: async () => undefined,
  };
}

/** Databases of a MongoDB that ends with the run. It has the core of the generator of load, and so none of the server. */
export async function onMongodb({ dist, dir, todos }: Filling, cores: Cores | undefined): Promise<Databases> {
  const mongod = await findMongod();
  if (!mongod.found) throw new Error(`There is no MongoDB to start: ${mongod.why}`);
  const server = await startReplicaSet(mongod);
  for (const { instanceInfo } of server.servers) pin(instanceInfo?.instance.mongodProcess?.pid, cores?.generator);
  return {
    async add(name) {
      const uri = server.getUri(`bench-${name}`);
      await fillMongo(dist, dir, uri, todos());
      return { MONGODB_URI: uri };
    },
    async stop() {
      await server.stop();
    },
  };
}
