import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { TooManyRequests } from './refusals.js';

/** Streamed answers of one caller that a process sends at once. */
const AT_ONCE = 4;
/** How long another one waits for its turn. */
const WAIT_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

interface Caller {
  streaming: number;
  waiting: (() => void)[];
}

/** Gives each caller a few streamed answers at once, so that endless lists of one caller leave memory and time for others. */
@Injectable()
export class StreamTurns {
  private readonly callers = new Map<string, Caller>();

  /**
   * Waits until the caller may have another streamed answer, which then has its turn until it is closed.
   * @throws TooManyRequests when that takes longer than five seconds, or the client goes or has gone
   */
  async take(callerId: string, response: Response): Promise<void> {
    const caller = this.callers.get(callerId) ?? { streaming: 0, waiting: [] };
    this.callers.set(callerId, caller);
    if (caller.streaming >= AT_ONCE) await turnOf(caller, response);
    else caller.streaming++;
    if (response.destroyed) {
      this.end(callerId, caller);
      throw tooMany();
    }
    response.once('close', () => this.end(callerId, caller));
  }

  /** Passes the turn on to the request that has waited for the longest. */
  private end(callerId: string, caller: Caller): void {
    const next = caller.waiting.shift();
    if (next) next();
    else if (--caller.streaming === 0) this.callers.delete(callerId);
  }
}

const tooMany = () => new TooManyRequests('Too many long lists at once; wait a little', RETRY_AFTER_MS);

function turnOf(caller: Caller, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => () => {
      clearTimeout(timer);
      response.off('close', giveUp);
      outcome();
    };
    const pass = settle(resolve);
    const giveUp = settle(() => {
      caller.waiting.splice(caller.waiting.indexOf(pass), 1);
      reject(tooMany());
    });
    const timer = setTimeout(giveUp, WAIT_MS);
    response.once('close', giveUp);
    caller.waiting.push(pass);
  });
}
