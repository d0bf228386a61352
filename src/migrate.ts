// `npm run db:migrate`: brings tables, indexes and rows up to date ahead of a roll-out, and ends. No application is booted,
// so nothing else happens.
import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { Config } from './config/config.js';
import { loadConfig } from './config/load-config.js';
import { StartError } from './config/start-error.js';
import type { Part } from './database/data-migration.js';
import { openEngine } from './database/open-engine.js';
import { type Adapters, openAdapter } from './database/repository-of.js';
import { foundExports } from './found-exports.js';
import { createLogger } from './server/logger.js';
import { NestLogger } from './server/nest-logger.js';

/** Prints what a part of a data migration did. */
function print(name: string, { changed, left }: Part): void {
  console.log(`${name}: ${changed} migrated`);
  if (left.length > 0) console.log(`${name}: not migrated: ${left.join(', ')}`);
}

/** Brings tables, indexes and rows up to date. @returns where the data is. @throws StartError */
async function migrate(config: Config): Promise<string> {
  const engine = await openEngine(config);
  try {
    for (const [, adapters] of await foundExports('*/*/*.adapters'))
      await openAdapter(adapters as Adapters<unknown>, engine, config);
    await engine.migrate(print);
    return engine.location;
  } finally {
    await engine.close();
  }
}

try {
  const config = loadConfig();
  Logger.overrideLogger(new NestLogger(await createLogger(config.LOG_LEVEL)));
  console.log(`${await migrate(config)} is up to date`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
