import type { Abstract, Provider } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Engine } from './engine.js';
import type { MongoEngine } from './mongo/mongo.engine.js';
import type { SqliteEngine } from './sqlite/sqlite.engine.js';
import { traced } from './traced.js';

/** A module that holds one adapter. `open` brings the tables up to date, or names the indexes to make, and returns the adapter. */
interface AdapterModule<E extends Engine, Port> {
  open(engine: E, config: Config): Port | Promise<Port>;
}

/** Where the adapters of a port are; only the one of the chosen engine is ever loaded. */
export interface Adapters<Port> {
  sqlite: () => Promise<AdapterModule<SqliteEngine, Port>>;
  mongodb: () => Promise<AdapterModule<MongoEngine, Port>>;
}

/** Opens the adapter for the engine in use. @throws StartError */
export function openAdapter<Port extends object>(
  adapters: Adapters<Port>,
  engine: SqliteEngine | MongoEngine,
  config: Config,
): Promise<Port> {
  return open(adapters, engine, config).then(traced);
}

async function open<Port>(adapters: Adapters<Port>, engine: SqliteEngine | MongoEngine, config: Config): Promise<Port> {
  return engine.kind === 'sqlite'
    ? (await adapters.sqlite()).open(engine, config)
    : (await adapters.mongodb()).open(engine, config);
}

/** Provides a port by its adapter for the engine in use. */
export const repositoryOf = <Port extends object>(port: Abstract<Port>, adapters: Adapters<Port>): Provider => ({
  provide: port,
  inject: [Engine, Config],
  useFactory: (engine: SqliteEngine | MongoEngine, config: Config) => openAdapter(adapters, engine, config),
});
