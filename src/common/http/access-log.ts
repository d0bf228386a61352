import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { callerOf } from '../security/caller.js';
import { traceIdOf } from './trace.js';
import type { Traffic } from './traffic.js';

const ids = new WeakMap<IncomingMessage, string>();
const USABLE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The id under which a request is logged, which its answer carries as `X-Request-Id`. */
export const requestIdOf = (request: IncomingMessage): string | undefined => ids.get(request);

/** The first of all middleware: names and counts each request, and logs one line when its answer is sent, or cut. */
export function accessLog(log: Logger, traffic: Traffic) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const sentBefore = request.socket.bytesWritten;
    const sentId = request.headers['x-request-id'];
    const id = typeof sentId === 'string' && USABLE_ID.test(sentId) ? sentId : randomUUID();
    ids.set(request, id);
    response.setHeader('X-Request-Id', id);
    if (traffic.stopping) response.setHeader('Connection', 'close');
    traffic.inFlight++;
    response.once('close', () => {
      traffic.inFlight--;
      const route = (request.route as { path?: string } | undefined)?.path;
      log[route?.startsWith('/health/') ? 'debug' : 'info']({
        requestId: id,
        // By this name tools find the lines of a trace.
        trace_id: traceIdOf(request.headers.traceparent),
        userId: callerOf(request)?.id,
        method: request.method,
        route,
        // What Node itself answers when a request does not come to its end is not known here.
        status: response.headersSent ? response.statusCode : undefined,
        ms: Math.round((performance.now() - start) * 1000) / 1000,
        bytes: request.socket.bytesWritten - sentBefore,
        cut: response.writableFinished ? undefined : true,
      });
    });
    next();
  };
}
