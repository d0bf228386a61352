import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import { Counts, type Limit, type Taken, type Tries } from '../counts.js';
import { MemoryCounts } from '../memory-counts.js';
import { CountDocument, CountSchema } from './count.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine): Counts {
  const { collection, db } = engine.model(CountDocument.name, CountSchema);
  const store = { storeClient: db.getClient(), dbName: db.name, tableName: collection.name };
  return new MongoCounts(
    engine,
    ({ name, points, seconds }) =>
      new RateLimiterMongo({ ...store, keyPrefix: name, points, duration: seconds, disableIndexesCreation: true }),
  );
}

/** Counts in MongoDB. When that fails, each process counts by itself: nothing is let through without a limit. */
class MongoCounts extends Counts {
  private readonly logger = new Logger('Limits');
  private readonly limiters = new Map<string, RateLimiterMongo>();
  private readonly own = new MemoryCounts();
  private failing = false;

  constructor(
    private readonly engine: MongoEngine,
    private readonly create: (limit: Limit) => RateLimiterMongo,
  ) {
    super();
  }

  take(limit: Limit, key: string): Promise<Taken> {
    return this.try(
      async () => {
        const { consumedPoints, msBeforeNext } = await this.limiterOf(limit).consume(digestOf(key)).catch(refusalOf);
        return { allowed: consumedPoints <= limit.points, waitMs: msBeforeNext };
      },
      () => this.own.take(limit, key),
    );
  }

  giveBack(limit: Limit, key: string): Promise<void> {
    return this.try(
      async () => {
        const { consumedPoints } = await this.limiterOf(limit).reward(digestOf(key));
        // There was nothing to take back, since the window has ended.
        if (consumedPoints < 0) await this.limiterOf(limit).delete(digestOf(key));
      },
      () => this.own.giveBack(limit, key),
    );
  }

  find(limit: Limit, key: string): Promise<Tries | undefined> {
    return this.try(
      async () => {
        const found = await this.limiterOf(limit).get(digestOf(key));
        return found ? { taken: found.consumedPoints, waitMs: found.msBeforeNext } : undefined;
      },
      () => this.own.find(limit, key),
    );
  }

  reset(limit: Limit, key: string): Promise<void> {
    return this.try(
      async () => {
        await this.limiterOf(limit).delete(digestOf(key));
      },
      () => this.own.reset(limit, key),
    );
  }

  private limiterOf(limit: Limit): RateLimiterMongo {
    const limiter = this.limiters.get(limit.name) ?? this.create(limit);
    this.limiters.set(limit.name, limiter);
    return limiter;
  }

  /** Logs when the store begins to fail, and when it is back. */
  private async try<T>(inStore: () => Promise<T>, alone: () => Promise<T>): Promise<T> {
    try {
      const result = await this.engine.run(inStore);
      if (this.failing) this.logger.log('limits are counted for all replicas again');
      this.failing = false;
      return result;
    } catch (error) {
      if (!this.failing) this.logger.warn({ err: error }, 'limits are counted by each process alone');
      this.failing = true;
      return alone();
    }
  }
}

/** Keys have ids and addresses of users. A count may outlive an erased account by an hour, and must not name it. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

function refusalOf(refusal: unknown): RateLimiterRes {
  if (refusal instanceof RateLimiterRes) return refusal;
  throw refusal;
}
