import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { LookupLimitRepository, LOOKUPS } from './lookup-limit.repository.js';

/** The embedded engine serves one process, whose memory will do. */
export const open = (): LookupLimitRepository => new MemoryLookupLimitRepository();

class MemoryLookupLimitRepository extends LookupLimitRepository {
  private readonly limiter = new RateLimiterMemory(LOOKUPS);

  async take(callerId: string): Promise<number> {
    try {
      await this.limiter.consume(callerId);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
      throw refusal;
    }
  }
}
