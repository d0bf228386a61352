import { createHmac } from 'node:crypto';

/** The key that the apps under test sign with; see vitest.config.ts. */
export const SECRET = process.env.JWT_SECRET ?? '';

const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

export const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** The claims of a token, which are not verified. */
export function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** Signs two segments, be they valid or not. */
export function signSegments(header: string, payload: string, secret = SECRET, alg: keyof typeof HASHES = 'HS256') {
  return `${header}.${payload}.${createHmac(HASHES[alg], secret).update(`${header}.${payload}`).digest('base64url')}`;
}

/** A signed token of any header and payload; a text is taken as it is. */
export function forge(
  header: object | string,
  payload: object | string,
  secret = SECRET,
  alg: keyof typeof HASHES = 'HS256',
): string {
  const text = (part: object | string) => (typeof part === 'string' ? part : JSON.stringify(part));
  return signSegments(encode(text(header)), encode(text(payload)), secret, alg);
}

export const HEADER = { alg: 'HS256', typ: 'JWT' };

/** Another spelling of the same bytes: a stray bit set in the last character of a base64url text. */
export function respelled(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return segment.slice(0, -1) + (alphabet[alphabet.indexOf(segment.slice(-1)) + 1] ?? '');
}
