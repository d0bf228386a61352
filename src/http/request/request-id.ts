import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ID = Symbol('id');

interface Named {
  [ID]?: string;
}

const USABLE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives a request its id: the one in its `X-Request-Id` header if that is usable, else a random one. */
export function nameRequest(request: IncomingMessage & Named): string {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && USABLE_ID.test(sent) ? sent : randomUUID();
  request[ID] = id;
  return id;
}

/** The id under which a request is logged. Its answer carries the same id as `X-Request-Id`. */
export const requestIdOf = (request: IncomingMessage & Named): string | undefined => request[ID];
