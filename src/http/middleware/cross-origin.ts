import cors from 'cors';
import type { RequestHandler } from 'express';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const ALLOWED = ['Authorization', 'Content-Type', 'If-Match', 'If-None-Match', 'Idempotency-Key', 'X-Request-Id'];
/** How long a browser may keep the answer to a preflight. Chromium keeps none for longer. */
const ASKED_FOR_SECONDS = 7_200;
/** The headers that a page may read, beside the few that CORS always lets it read. */
const EXPOSED = ['ETag', 'Link', 'Location', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'];

/** Lets the pages of these origins, and no others, call the API. `Vary` says that the answer depends on the origin. */
export function crossOrigin(origins: readonly string[]): [RequestHandler, RequestHandler] {
  const vary: RequestHandler = (_, response, next) => {
    response.vary('Origin');
    next();
  };
  const listed = cors({
    origin: (origin, decide) => decide(null, origin !== undefined && origins.includes(origin)),
    methods: METHODS,
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    maxAge: ASKED_FOR_SECONDS,
  });
  return [vary, listed];
}
