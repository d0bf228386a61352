import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { LookupLimiter, LOOKUPS } from '../lookup-limiter.js';

/** The embedded engine serves one process, so counting in its memory is enough. */
export const open = (): LookupLimiter => new MemoryLookupLimiter();

class MemoryLookupLimiter extends LookupLimiter {
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
