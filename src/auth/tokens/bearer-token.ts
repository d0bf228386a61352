import type { IncomingMessage } from 'node:http';
import { countHeader } from '../../http/request/count-header.js';

/**
 * The bearer token in the Authorization header of a request (RFC 6750, 2.1); no other place counts.
 * @returns undefined when there is none; an empty text, which is never a valid token, when there are several such headers
 */
export function bearerToken({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  if (countHeader(rawHeaders, 'authorization') > 1) return '';
  return /^bearer +(.+)$/i.exec(authorization)?.[1];
}
