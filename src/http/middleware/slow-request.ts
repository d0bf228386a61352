import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { databaseOperation, hashed, received, stepBegan, type Step, waited } from '../../observations.js';
import { beforeHead } from '../answer/head.js';
import { requestIdOf } from '../request/request-id.js';

/** The time that a request has spent on one kind of step. Steps of one kind that overlap count once. */
class Spent {
  private under = 0;
  private since = 0;
  private before = 0;

  begin(): void {
    if (this.under++ === 0) this.since = performance.now();
  }

  end(): void {
    if (--this.under === 0) this.before += performance.now() - this.since;
  }

  /** With the steps that have not ended. */
  get ms(): number {
    return Math.round(this.before + (this.under > 0 ? performance.now() - this.since : 0));
  }
}

type Account = Record<Step, Spent>;

const accounts = new AsyncLocalStorage<Account>();

const end = (step: Step) => () => accounts.getStore()?.[step].end();

stepBegan.listen(({ step }) => accounts.getStore()?.[step].begin());
received.listen(end('receiving'));
waited.listen(end('waiting'));
hashed.listen(end('hashing'));
databaseOperation.listen(end('database'));

/**
 * Logs where the time of a request went whose answer does not begin within `slowMs`, without the time in which the client
 * sends the body. A client that takes a long answer slowly does not make its request a slow one.
 */
export function slowRequest(log: Logger, slowMs: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const spent = { receiving: new Spent(), waiting: new Spent(), hashing: new Spent(), database: new Spent() };
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      const ms = performance.now() - start;
      if (ms - spent.receiving.ms >= slowMs) log.warn(lineOf(request, ms, spent), 'slow request');
    };
    beforeHead(response, over);
    // The client may have gone before there was an answer.
    response.once('close', over);
    accounts.run(spent, next);
  };
}

const lineOf = (request: Request, ms: number, { receiving, waiting, hashing, database }: Account) => ({
  requestId: requestIdOf(request),
  method: request.method,
  route: (request.route as { path?: string } | undefined)?.path,
  ms: Math.round(ms),
  receiving: receiving.ms,
  waiting: waiting.ms,
  hashing: hashing.ms,
  database: database.ms,
});
