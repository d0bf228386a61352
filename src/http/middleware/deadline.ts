import type { NextFunction, Request, Response } from 'express';
import { Unavailable } from '../../errors.js';

/**
 * Answers a request with a 503 when its answer has not begun after `ms` milliseconds, whatever it is waiting for. A list that
 * is being streamed may take as long as its client needs.
 */
export function deadline(ms: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const timer = setTimeout(() => {
      if (request.complete && !response.headersSent) next(new Unavailable('The request took too long'));
    }, ms);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
