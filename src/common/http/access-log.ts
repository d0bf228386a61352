import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { callerOf } from '../security/caller.js';

const ids = new WeakMap<IncomingMessage, string>();
const USABLE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The id under which a request is logged, which its answer carries as `X-Request-Id`. */
export const requestIdOf = (request: IncomingMessage): string | undefined => ids.get(request);

/** The first of all middleware: names each request, sets the headers that every answer has, and logs one line at its end. */
export function accessLog(log: Logger, headers: [string, string][], prefix: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const sent = request.headers['x-request-id'];
    const id = typeof sent === 'string' && USABLE_ID.test(sent) ? sent : randomUUID();
    ids.set(request, id);
    response.setHeader('X-Request-Id', id);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (request.url.startsWith(prefix)) response.setHeader('Cache-Control', 'private, no-cache');
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      const level = route?.startsWith('/health/') ? 'debug' : 'info';
      log[level]({
        requestId: id,
        userId: callerOf(request)?.id,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round((performance.now() - start) * 1000) / 1000,
        ...(response.writableFinished ? {} : { cut: true }),
      });
    });
    next();
  };
}
