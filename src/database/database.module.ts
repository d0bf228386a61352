import { Global, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Part } from './data-migration.js';
import { Engine } from './engine.js';
import { openEngine } from './open-engine.js';

/** Opens the engine before every provider that needs it, migrates it when all of them are there, and closes it last. */
@Global()
@Module({
  providers: [{ provide: Engine, inject: [Config], useFactory: openEngine }],
  exports: [Engine],
})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Database');

  constructor(
    private readonly engine: Engine,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.engine.kind === 'mongodb' && !this.config.MONGODB_AUTO_INDEX) return;
    await this.engine.migrate((name, part) => this.log(name, part));
  }

  onApplicationShutdown(): Promise<void> {
    return this.engine.close();
  }

  private log(migration: string, { changed, left }: Part): void {
    this.logger.log({ migration, changed }, 'rows migrated');
    if (left.length > 0) this.logger.warn({ migration, ids: left }, 'rows that cannot be migrated stay as they are');
  }
}
