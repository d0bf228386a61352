import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { beginHead } from '../answer/head.js';

/** The security headers that helmet sets. They are the same for every answer, so they are computed once. */
export function securityHeaders(): [string, string][] {
  const probe = new ServerResponse(new IncomingMessage(new Socket()));
  const directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };
  helmet({ contentSecurityPolicy: { useDefaults: false, directives } })(probe.req, probe, () => undefined);
  return Object.entries(probe.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/**
 * Begins each answer with the headers that every answer has. Below the prefix, where data is, only the user's own cache may
 * keep an answer.
 */
export function headers(security: [string, string][], prefix: string) {
  const ofAll = security.flat();
  const ofData = [...ofAll, 'Cache-Control', 'private, no-cache'];
  return (request: Request, response: Response, next: NextFunction): void => {
    beginHead(response, request.path.startsWith(prefix) ? ofData : ofAll);
    next();
  };
}
