import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Engine } from './engine.js';

/** The engine that is not chosen is never loaded. */
const engines = {
  sqlite: () => import('./sqlite/sqlite.engine.js'),
  mongodb: () => import('./mongo/mongo.engine.js'),
};

/** Opens the engine that the configuration chooses, before anything that needs it, and closes it last. */
@Global()
@Module({
  providers: [
    {
      provide: Engine,
      inject: [Config],
      useFactory: async (config: Config): Promise<Engine> => (await engines[config.engine]()).open(config),
    },
  ],
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
