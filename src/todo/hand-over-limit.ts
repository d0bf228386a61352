import { Injectable } from '@nestjs/common';
import type { Limit } from '../limits/counts/counts.js';
import { Limits } from '../limits/limits.js';

/** The todos that one user may hand over to another. */
export const HAND_OVERS: Limit = { name: 'hand-overs', points: 60, seconds: 3_600 };

/** Limits how many todos one user puts on the list of another. */
@Injectable()
export class HandOverLimit {
  constructor(private readonly limits: Limits) {}

  /**
   * Hands a todo over. When that fails, or changes nothing, it does not count.
   * @returns what `write` returns
   * @throws TooManyRequests
   */
  async run<T>({ from, to }: HandOver, write: () => Promise<{ result: T; handedOver: boolean }>): Promise<T> {
    const pair = `${from}:${to}`;
    await this.limits.take(HAND_OVERS, pair, 'Too many todos for the same assignee; wait a little');
    let handedOver = false;
    try {
      const outcome = await write();
      handedOver = outcome.handedOver;
      return outcome.result;
    } finally {
      if (!handedOver) await this.limits.giveBack(HAND_OVERS, pair);
    }
  }
}

/** Who gives a todo to whom, by their ids. */
export interface HandOver {
  from: string;
  to: string;
}
