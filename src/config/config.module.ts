import { Global, Module } from '@nestjs/common';
import { Config } from './config.js';
import { loadConfig } from './load-config.js';

/** Makes the checked configuration injectable everywhere. */
@Global()
@Module({ providers: [{ provide: Config, useFactory: () => loadConfig() }], exports: [Config] })
export class ConfigModule {}
