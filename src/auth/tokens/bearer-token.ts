import type { IncomingMessage } from 'node:http';

/**
 * The bearer token in the Authorization header of a request (RFC 6750, 2.1); no other place counts.
 * @returns undefined when there is none; an empty text, which is never a valid token, when there are several such headers
 */
export function bearerToken({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const sent = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length;
  if (sent > 1) return '';
  return /^bearer +(.+)$/i.exec(authorization)?.[1];
}
