import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { TooManyRequests } from '../http/answer/refusals.js';
import type { Caller } from '../http/request/caller.js';
import { MemoryCounts } from './counts/memory-counts.js';

/**
 * Limits the writes of each caller. Each process counts alone, because a count for all replicas would cost a write of its own
 * before every write.
 */
@Injectable()
export class WriteLimit {
  private readonly counts = new MemoryCounts();

  constructor(private readonly config: Config) {}

  /** Counts one write. @throws TooManyRequests */
  async take(caller: Caller): Promise<void> {
    if (!this.config.RATE_LIMIT_ENABLED) return;
    const limit = { name: 'writes', points: this.config.WRITE_LIMIT, seconds: 60 };
    const { allowed, waitMs } = await this.counts.take(limit, caller.id);
    if (!allowed) throw new TooManyRequests('Too many writes; wait a little', waitMs, limit);
  }
}
