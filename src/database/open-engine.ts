import type { Config } from '../config/config.js';
import type { MongoEngine } from './mongo/mongo.engine.js';
import type { SqliteEngine } from './sqlite/sqlite.engine.js';

/** Only the engine that is chosen is ever loaded. */
const engines = {
  sqlite: () => import('./sqlite/sqlite.engine.js'),
  mongodb: () => import('./mongo/mongo.engine.js'),
};

/** Opens the engine that the configuration chooses. @throws StartError */
export async function openEngine(config: Config): Promise<SqliteEngine | MongoEngine> {
  return (await engines[config.engine]()).open(config);
}
