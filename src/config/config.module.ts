import { Global, Logger, Module } from '@nestjs/common';
import { Config } from './config.js';
import { loadConfig } from './load-config.js';
import { warningsOf } from './warnings.js';

/** Loads the configuration, and logs what is risky about it. @throws StartError */
function load(): Config {
  const config = loadConfig();
  const logger = new Logger('Config');
  for (const warning of warningsOf(config)) logger.warn(warning);
  return config;
}

/** Loads the configuration, once for each application, and makes it injectable everywhere. */
@Global()
@Module({ providers: [{ provide: Config, useFactory: load }], exports: [Config] })
export class ConfigModule {}
