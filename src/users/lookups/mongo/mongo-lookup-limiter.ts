import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import { LookupLimiter, LOOKUPS } from '../lookup-limiter.js';
import { LookupLimitDocument, LookupLimitSchema } from './lookup-limit.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine): LookupLimiter {
  const { collection, db } = engine.model(LookupLimitDocument.name, LookupLimitSchema);
  const store = { storeClient: db.getClient(), dbName: db.name, tableName: collection.name };
  const limiter = new RateLimiterMongo({ ...LOOKUPS, ...store, disableIndexesCreation: true });
  return new MongoLookupLimiter(engine, limiter);
}

class MongoLookupLimiter extends LookupLimiter {
  constructor(
    private readonly engine: MongoEngine,
    private readonly limiter: RateLimiterMongo,
  ) {
    super();
  }

  async take(callerId: string): Promise<number> {
    const taken = await this.engine.run(() =>
      this.limiter.consume(callerId).catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      }),
    );
    return taken.consumedPoints > LOOKUPS.points ? taken.msBeforeNext : 0;
  }
}
