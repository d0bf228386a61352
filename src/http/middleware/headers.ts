import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/** The security headers that helmet sets. They are the same for every answer, so they are computed once. */
export function securityHeaders(): [string, string][] {
  const probe = new ServerResponse(new IncomingMessage(new Socket()));
  const directives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };
  helmet({ contentSecurityPolicy: { useDefaults: false, directives } })(probe.req, probe, () => undefined);
  return Object.entries(probe.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/** Sets the headers that every answer has. Below the prefix, where data is, only the user's own cache may keep an answer. */
export function headers(security: [string, string][], prefix: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of security) response.setHeader(name, value);
    if (request.path.startsWith(prefix)) response.setHeader('Cache-Control', 'private, no-cache');
    next();
  };
}
