import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Limit } from '../limits/counts/counts.js';
import { Limits } from '../limits/limits.js';

/** Limits how many todos one user puts on the list of another. */
@Injectable()
export class HandOverLimit {
  private readonly limit: Limit;

  constructor(
    private readonly limits: Limits,
    config: Config,
  ) {
    this.limit = { name: 'hand-overs', points: config.HAND_OVER_LIMIT, seconds: 3_600 };
  }

  /**
   * Hands a todo over. When that fails, or changes nothing, it does not count.
   * @returns what `write` returns
   * @throws TooManyRequests
   */
  async run<T>({ from, to }: HandOver, write: () => Promise<{ result: T; handedOver: boolean }>): Promise<T> {
    const pair = `${from}:${to}`;
    await this.limits.take(this.limit, pair, 'Too many todos for the same assignee; wait a little');
    let handedOver = false;
    try {
      const outcome = await write();
      handedOver = outcome.handedOver;
      return outcome.result;
    } finally {
      if (!handedOver) await this.limits.giveBack(this.limit, pair);
    }
  }
}

/** The users who give and get a todo, by their ids. */
export interface HandOver {
  from: string;
  to: string;
}
