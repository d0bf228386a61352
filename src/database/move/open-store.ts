import type { Config } from '../../config/config.js';
import { withMongodb } from '../../config/load-config.js';
import type { MongoStore } from '../mongo/mongo.store.js';
import type { Adapters } from '../repository-of.js';
import type { SqliteStore } from '../sqlite/sqlite.store.js';
import { upToDate } from '../up-to-date.js';
import type { Shape } from './store.js';

/** The data of all features. */
export interface Data {
  config: Config;
  adapters: readonly Adapters<object>[];
  shapes: readonly Shape[];
}

const report = () => undefined;

/** The embedded database as a store. It must be closed. @throws StartError */
export async function openEmbedded({ config, adapters }: Data): Promise<SqliteStore> {
  const { open } = await import('../sqlite/sqlite.engine.js');
  const { SqliteStore } = await import('../sqlite/sqlite.store.js');
  return new SqliteStore(await upToDate(open(config, { forMove: true }), { config, adapters, report }));
}

/** A MongoDB as a store. It must be closed. @throws StartError */
export async function openMongodb({ config: base, adapters, shapes }: Data, uri: string): Promise<MongoStore> {
  const config = withMongodb(base, uri);
  const { open } = await import('../mongo/mongo.engine.js');
  const { MongoStore } = await import('../mongo/mongo.store.js');
  return new MongoStore(await upToDate(await open(config, { forMove: true }), { config, adapters, report }), shapes);
}
