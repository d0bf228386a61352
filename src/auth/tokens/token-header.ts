const SEGMENT = /^[A-Za-z0-9_-]+$/;

/** Base64url has several spellings of the same bytes; only the one without stray bits counts, so that a token has one text. */
const isCanonical = (segment: string): boolean =>
  SEGMENT.test(segment) && Buffer.from(segment, 'base64url').toString('base64url') === segment;

/** The JSON object that a segment holds; undefined when it holds anything else. */
function objectIn(segment = ''): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown> | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is shaped like our tokens (RFC 7515, compact): canonical base64url throughout, `alg` HS256, `typ` JWT or
 * none, no `crit`, and an object as payload (the libraries throw on the payload null). Everything else in the header is
 * ignored; nothing that it names is ever fetched.
 */
export function looksLikeToken(token: string): boolean {
  const segments = token.split('.');
  if (segments.length !== 3 || !segments.every(isCanonical)) return false;
  const header = objectIn(segments[0]);
  if (!header || !objectIn(segments[1]) || 'crit' in header || header.alg !== 'HS256') return false;
  return header.typ === undefined || (typeof header.typ === 'string' && header.typ.toUpperCase() === 'JWT');
}
