import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Queue } from './queue.js';
import { TooManyRequests } from './refusals.js';

/** Lists of one caller that may wait for their first part, and how long. */
const MOST_WAITING = 250;
const WAIT_MS = 5_000;
const RETRY_AFTER_MS = 1_000;
/** A turn lasts for this long at most, in milliseconds. A read that takes longer waits for the database, and loads nobody else. */
const TURN_MS = 100;

/** The answer that a part of a list is for. */
export interface Reader {
  callerId: string;
  response: Response;
  /** A further part is never refused, since its answer has begun. */
  isFirst: boolean;
}

/**
 * Makes the pages of one caller, and the parts of longer lists, one after the other. Requests of others that have arrived get
 * their turn in between. So a caller with many connections delays them by about one page.
 */
@Injectable()
export class PartTurns {
  private readonly callers = new Map<string, Queue>();

  /**
   * Runs `read` in the caller's turn. The text of the part may be made directly after it.
   * @throws TooManyRequests when a first part waits for too long, or with too many others; or when its client goes
   */
  async run<T>({ callerId, response, isFirst }: Reader, read: () => Promise<T>): Promise<T> {
    const queue = this.callers.get(callerId) ?? new Queue();
    this.callers.set(callerId, queue);
    if (queue.taken === 0) queue.taken++;
    else if (!isFirst) await queue.turn();
    else if (queue.length >= MOST_WAITING || !(await queue.wait(response, WAIT_MS))) throw tooMany();
    const leave = this.leaveOnce(callerId, queue);
    const timer = setTimeout(leave, TURN_MS);
    try {
      return await read();
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  /** The embedded engine answers at once. Without a pause nothing else would be done between two parts. */
  private leaveOnce(callerId: string, queue: Queue): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      setImmediate(() => {
        if (queue.leave()) this.callers.delete(callerId);
      });
    };
  }
}

const tooMany = () => new TooManyRequests('Too many lists at once; wait a little', RETRY_AFTER_MS);
