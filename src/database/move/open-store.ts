import type { Config } from '../../config/config.js';
import { withMongodb } from '../../config/load-config.js';
import { openEngine } from '../open-engine.js';
import { type Adapters, openAdapter } from '../repository-of.js';
import type { MongoStore } from '../mongo/mongo.store.js';
import type { SqliteStore } from '../sqlite/sqlite.store.js';
import type { Shape } from './store.js';

/** The data of all features. */
export interface Data {
  config: Config;
  adapters: readonly Adapters<unknown>[];
  shapes: readonly Shape[];
}

/** The embedded database as a store. It must be closed. @throws StartError */
export async function openEmbedded({ config, adapters }: Data): Promise<SqliteStore> {
  const engine = await opened(withMongodb(config, undefined), adapters);
  const { SqliteStore } = await import('../sqlite/sqlite.store.js');
  if (engine.kind === 'sqlite') return new SqliteStore(engine);
  throw new Error('a configuration without MONGODB_URI must open the embedded database');
}

/** A MongoDB as a store. It must be closed. @throws StartError */
export async function openMongodb({ config, adapters, shapes }: Data, uri: string): Promise<MongoStore> {
  const engine = await opened(withMongodb(config, uri), adapters);
  const { MongoStore } = await import('../mongo/mongo.store.js');
  if (engine.kind === 'mongodb') return new MongoStore(engine, shapes);
  throw new Error('a configuration with MONGODB_URI must open MongoDB');
}

/** The engine that a configuration chooses, whose tables, indexes and rows are up to date. */
async function opened(config: Config, adapters: readonly Adapters<unknown>[]) {
  const engine = await openEngine(config);
  try {
    for (const each of adapters) await openAdapter(each, engine, config);
    await engine.migrate(() => undefined);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
