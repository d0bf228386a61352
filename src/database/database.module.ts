import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Engine } from './engine.js';
import { openEngine } from './open-engine.js';

/** Opens the engine before every provider that needs it, migrates it when all of them are there, and closes it last. */
@Global()
@Module({
  providers: [{ provide: Engine, inject: [Config], useFactory: openEngine }],
  exports: [Engine],
})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.MONGODB_AUTO_INDEX) await this.engine.migrate();
  }

  onApplicationShutdown(): Promise<void> {
    return this.engine.close();
  }
}
