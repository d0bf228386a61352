import type { Response } from 'express';
import { listTurn } from './list-turn.js';

/** Turns that are taken, and requests that wait for one. */
export class Queue {
  taken = 0;
  private waiting: (() => void)[] = [];

  /** How many wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Waits for a turn that comes in any case. */
  turn(): Promise<void> {
    return listTurn(() => new Promise<void>((resolve) => this.waiting.push(resolve)));
  }

  /** Waits for a turn. @returns whether it came before the time was over and the client had gone */
  wait(response: Response, ms: number): Promise<boolean> {
    return listTurn(() => this.turnOrGone(response, ms));
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
