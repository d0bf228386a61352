import type { Config } from '../config/config.js';
import type { Report } from './data-migration.js';
import type { MongoEngine } from './mongo/mongo.engine.js';
import { type Adapters, openAdapter } from './repository-of.js';
import type { SqliteEngine } from './sqlite/sqlite.engine.js';

/**
 * Brings tables, indexes and rows of an engine up to date. No application is booted for it.
 * @returns the engine, which must be closed @throws StartError, and then it is closed
 */
export async function upToDate<E extends SqliteEngine | MongoEngine>(
  engine: E,
  { config, adapters, report }: { config: Config; adapters: readonly Adapters<object>[]; report: Report },
): Promise<E> {
  try {
    for (const each of adapters) await openAdapter(each, engine, config);
    await engine.migrate(report);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
