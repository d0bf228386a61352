import cors from 'cors';
import type { RequestHandler } from 'express';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const ALLOWED = ['Authorization', 'Content-Type', 'If-Match', 'If-None-Match', 'Idempotency-Key', 'X-Request-Id'];
/** How long a browser need not ask ahead again; Chromium's longest. */
const ASKED_FOR_SECONDS = 7_200;
/** What a page may read beside the few headers that it always may. */
const EXPOSED = ['ETag', 'Link', 'Location', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'];

/** Lets the pages of these origins, and no others, call the API; what is answered depends on who asks. */
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
