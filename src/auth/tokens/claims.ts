/** The claims of a token (RFC 7519); times are seconds since 1970. */
export interface Claims {
  /** The id of the user. */
  id: string;
  name: string;
  email: string;
  iat: number;
  exp: number;
  /** The id of the session. */
  jti: string;
}

const IAT_MOST_AHEAD_SECONDS = 60;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/**
 * The claims of a signed payload; undefined when one is missing, has the wrong type, or is an `iat` too far ahead, since we
 * sign no such claims (RFC 8725, 3.11 and 3.12). Whether `exp` has passed does not matter here.
 */
export function claimsOf(payload: unknown, now = Date.now() / 1000): Claims | undefined {
  const { id, name, email, iat, exp, jti } = (payload ?? {}) as Partial<Record<keyof Claims, unknown>>;
  const fits =
    typeof id === 'string' &&
    /^[0-9a-f]{24}$/.test(id) &&
    typeof name === 'string' &&
    typeof email === 'string' &&
    typeof jti === 'string' &&
    jti !== '' &&
    isTime(exp) &&
    isTime(iat) &&
    iat <= now + IAT_MOST_AHEAD_SECONDS;
  return fits ? { id, name, email, iat, exp, jti } : undefined;
}
