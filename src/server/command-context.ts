import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load-config.js';
import type { Adapters } from '../database/repository-of.js';
import { foundExports } from '../found-exports.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

/** The configuration and the adapters of all features, for a command that boots no application. It logs as a server does. */
export async function commandContext(): Promise<{ config: Config; adapters: readonly Adapters<object>[] }> {
  const config = loadConfig();
  Logger.overrideLogger(new NestLogger(await createLogger(config.LOG_LEVEL)));
  const adapters = (await foundExports('*/*/*.adapters')).map(([, value]) => value as Adapters<object>);
  return { config, adapters };
}
