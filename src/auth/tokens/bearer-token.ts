import type { IncomingMessage } from 'node:http';

/**
 * The bearer token of a request (RFC 6750, 2.1): of its one Authorization header, and of nowhere else.
 * @returns undefined when there is none; an empty text, which is no valid token, when there are several headers
 */
export function bearerToken({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const sent = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length;
  if (sent > 1) return '';
  return /^bearer +(.+)$/i.exec(authorization)?.[1];
}
