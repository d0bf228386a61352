import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Engine } from './engine.js';

/** Opens the engine that the configuration chooses, before anything that needs it, and closes it last. */
@Global()
@Module({
  providers: [
    {
      provide: Engine,
      inject: [Config],
      useFactory: async (config: Config): Promise<Engine> => (await import('./sqlite/sqlite.engine.js')).open(config),
    },
  ],
  exports: [Engine],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Engine) private readonly engine: Engine) {}

  onApplicationShutdown(): Promise<void> {
    return this.engine.close();
  }
}
