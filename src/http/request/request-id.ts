import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ids = new WeakMap<IncomingMessage, string>();
const USABLE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives a request its id: the one in its `X-Request-Id` header if that is usable, else a random one. */
export function nameRequest(request: IncomingMessage): string {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && USABLE_ID.test(sent) ? sent : randomUUID();
  ids.set(request, id);
  return id;
}

/** The id under which a request is logged. Its answer carries the same id as `X-Request-Id`. */
export const requestIdOf = (request: IncomingMessage): string | undefined => ids.get(request);
