import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Makes one middleware of several, which run in this order. Express needs time to come to each one. */
export const inOne =
  (...all: RequestHandler[]): RequestHandler =>
  (request: Request, response: Response, next: NextFunction): void => {
    const run = (index: number): void => {
      const middleware = all[index];
      if (!middleware) next();
      else
        void middleware(request, response, (error?: unknown) => (error === undefined ? run(index + 1) : next(error)));
    };
    run(0);
  };
