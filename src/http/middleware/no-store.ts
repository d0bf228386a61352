import type { NextFunction, Request, Response } from 'express';

/** Keeps every answer of a route, errors included, out of every cache (RFC 9111, 5.2.2.5). */
export function noStore(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
