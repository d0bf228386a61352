/** The algorithm that signs every token. */
export const ALGORITHM = 'HS256';

const SEGMENT = /^[A-Za-z0-9_-]+$/;

/** Base64url can spell the same bytes in several ways. Only the spelling without stray bits counts, so a token has one text. */
const isCanonical = (segment: string): boolean =>
  SEGMENT.test(segment) && Buffer.from(segment, 'base64url').toString('base64url') === segment;

/** The JSON object, or array, in a segment; undefined when there is something else in it. */
function objectIn(segment = ''): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown> | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a text has the form of our tokens (RFC 7515, compact serialization): canonical base64url throughout, `alg` HS256,
 * `typ` JWT in any case or absent, no `crit`, and an object as payload, since the libraries throw on `null`. Other parameters
 * of the header are ignored, and nothing that they name is fetched.
 */
export function looksLikeToken(token: string): boolean {
  const segments = token.split('.');
  if (segments.length !== 3 || !segments.every(isCanonical)) return false;
  const header = objectIn(segments[0]);
  if (!header || !objectIn(segments[1]) || 'crit' in header || header.alg !== ALGORITHM) return false;
  return header.typ === undefined || (typeof header.typ === 'string' && header.typ.toUpperCase() === 'JWT');
}
