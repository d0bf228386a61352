import type { NextFunction, Request, Response } from 'express';
import { Unavailable } from '../../errors.js';

/**
 * Sends a request whose answer has not begun after `ms` to the errors' filter, whatever it is still waiting for; a list
 * that is being streamed may take as long as its reader does.
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
