import cors from 'cors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const ALLOWED = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'Idempotency-Key',
  'Prefer',
  'X-Request-Id',
  'baggage',
  'traceparent',
  'tracestate',
];
/** How long a browser may keep the answer to a preflight. Chromium keeps none for longer. */
const PREFLIGHT_SECONDS = 7_200;
/** The headers that a page may read, beside the few that CORS always lets it read. */
const EXPOSED = [
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];
/** How many refused origins are logged, and how much of each: the header may say anything. */
const MOST_LOGGED = 100;
const LONGEST_LOGGED = 200;

/**
 * Lets the pages of these origins, and no others, call the API and read its timing (Resource Timing, 4.5). `Vary` says that
 * the answer depends on the origin. The first refused preflight of an origin is logged.
 */
export function crossOrigin(origins: readonly string[], log: Logger): RequestHandler {
  const listed = cors({
    origin: true,
    methods: METHODS,
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
  });
  const logRefusal = refusalLog(log);
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    if (origins.length > 0) response.vary('Origin');
    if (origin !== undefined && origins.includes(origin)) {
      response.setHeader('Timing-Allow-Origin', origin);
      listed(request, response, next);
      return;
    }
    if (origin !== undefined && isPreflight(request)) logRefusal(origin);
    next();
  };
}

/** The headers with which a page of a listed origin can read an answer that is made without Express. */
export function originHeaders(origins: readonly string[], origin: string): Record<string, string> {
  const vary = { Vary: 'Origin' };
  if (!origins.includes(origin)) return origins.length > 0 ? vary : {};
  return { ...vary, 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED.join(',') };
}

const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** Logs each origin once. */
function refusalLog(log: Logger): (origin: string) => void {
  const logged = new Set<string>();
  return (origin) => {
    if (logged.size >= MOST_LOGGED || logged.has(origin)) return;
    logged.add(origin);
    log.warn(
      { origin: origin.slice(0, LONGEST_LOGGED) },
      'a page of this origin may not call the API: see CORS_ORIGINS',
    );
  };
}
