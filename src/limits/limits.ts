import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { TooManyRequests } from '../http/answer/refusals.js';
import { Counts, type Limit, type Taken, type Tries } from './counts/counts.js';

/** A key that a limit counts. */
export interface Counted {
  limit: Limit;
  key: string;
}

/** Refuses what is done too often, unless `RATE_LIMIT_ENABLED` is off. */
@Injectable()
export class Limits {
  constructor(
    private readonly counts: Counts,
    private readonly config: Config,
  ) {}

  /** Counts one try. @throws TooManyRequests with this message when it is one too many */
  async take(limit: Limit, key: string, message: string): Promise<void> {
    const { allowed, waitMs } = await this.count(limit, key);
    if (!allowed) throw new TooManyRequests(message, waitMs, limit);
  }

  /** Counts one try, and says whether it is allowed. */
  async count(limit: Limit, key: string): Promise<Taken> {
    return this.config.RATE_LIMIT_ENABLED ? this.counts.take(limit, key) : { allowed: true, waitMs: 0 };
  }

  /** Takes back one try. */
  async giveBack(limit: Limit, key: string): Promise<void> {
    if (this.config.RATE_LIMIT_ENABLED) await this.counts.giveBack(limit, key);
  }

  /** The tries with a key, and the time until they no longer count; undefined when there are none. */
  find({ limit, key }: Counted): Promise<Tries | undefined> {
    return this.counts.find(limit, key);
  }

  /** Forgets the tries with a key. */
  async reset(limit: Limit, key: string): Promise<void> {
    if (this.config.RATE_LIMIT_ENABLED) await this.counts.reset(limit, key);
  }
}
