const SEGMENT = /^[A-Za-z0-9_-]+$/;

/** Base64url has several spellings of the same bytes; only the one without stray bits counts, so that a token has one text. */
const isCanonical = (segment: string): boolean =>
  SEGMENT.test(segment) && Buffer.from(segment, 'base64url').toString('base64url') === segment;

/**
 * Whether a text is shaped like our tokens (RFC 7515, compact): canonical base64url throughout, `alg` HS256, `typ` JWT or
 * none, and no `crit`. Everything else in the header is ignored; nothing that it names is ever fetched.
 */
export function looksLikeToken(token: string): boolean {
  const segments = token.split('.');
  if (segments.length !== 3 || !segments.every(isCanonical)) return false;
  try {
    const header = JSON.parse(Buffer.from(segments[0] ?? '', 'base64url').toString()) as Record<string, unknown> | null;
    if (header === null || typeof header !== 'object' || 'crit' in header || header.alg !== 'HS256') return false;
    return header.typ === undefined || (typeof header.typ === 'string' && header.typ.toUpperCase() === 'JWT');
  } catch {
    return false;
  }
}
