import type { Response } from 'express';
import { stepBegan, waited } from '../../observations.js';

/** Turns that are taken, and requests that wait for one. */
export class Queue {
  taken = 0;
  private waiting: (() => void)[] = [];

  /** How many wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Waits for a turn that comes in any case. */
  async turn(): Promise<void> {
    stepBegan.tell({ step: 'waiting' });
    const since = performance.now();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    waited.tell({ turn: 'lists', ms: performance.now() - since });
  }

  /** Waits for a turn. @returns whether it came before the time was over and the client had gone */
  async wait(response: Response, ms: number): Promise<boolean> {
    stepBegan.tell({ step: 'waiting' });
    const since = performance.now();
    const isTurn = await this.turnOrGone(response, ms);
    waited.tell({ turn: 'lists', ms: performance.now() - since });
    return isTurn;
  }

  /** Passes a turn on to the request that has waited for the longest. @returns whether nobody has one any more */
  leave(): boolean {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken--;
    return this.taken === 0;
  }

  private turnOrGone(response: Response, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isTurn: boolean) => () => {
        clearTimeout(timer);
        response.off('close', giveUp);
        this.waiting = this.waiting.filter((one) => one !== pass);
        resolve(isTurn);
      };
      const pass = settle(true);
      const giveUp = settle(false);
      const timer = setTimeout(giveUp, ms);
      response.once('close', giveUp);
      this.waiting.push(pass);
    });
  }
}
