import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { requestEnded } from '../../observations.js';
import { addHeader } from '../answer/head.js';
import { callerOf } from '../request/caller.js';
import { nameRequest } from '../request/request-id.js';
import { traced, traceIdOf } from './trace.js';
import type { Traffic } from './traffic.js';

/** Names and counts each request, and logs one line when its answer is sent or cut. */
export function accessLog(log: Logger, traffic: Traffic) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const sentBefore = request.socket.bytesWritten;
    const id = nameRequest(request);
    addHeader(response, 'X-Request-Id', id);
    if (traffic.stopping) response.setHeader('Connection', 'close');
    traffic.inFlight++;
    response.once('close', () => {
      traffic.inFlight--;
      const route = (request.route as { path?: string } | undefined)?.path;
      // Node itself answers a request that never comes to its end, and does not say with which status.
      const status = response.headersSent ? response.statusCode : undefined;
      const ms = Math.round((performance.now() - start) * 1000) / 1000;
      requestEnded.tell({ request, method: request.method, route, status, ms });
      log[route?.startsWith('/health/') ? 'debug' : 'info']({
        requestId: id,
        // Log tools find the lines of a trace by this name.
        trace_id: traceIdOf(request),
        userId: callerOf(request)?.id,
        method: request.method,
        route,
        status,
        ms,
        bytes: request.socket.bytesWritten - sentBefore,
        cut: response.writableFinished ? undefined : true,
      });
    });
    traced(request, id, next);
  };
}
