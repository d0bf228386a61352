/** What a token of ours says (RFC 7519); times in seconds since 1970. */
export interface Claims {
  /** The user. */
  id: string;
  name: string;
  email: string;
  iat: number;
  exp: number;
  /** The session. */
  jti: string;
}

const IAT_MOST_AHEAD_SECONDS = 60;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The claims of a payload whose signature holds; undefined when they are not such as we sign (RFC 8725, 3.11 and 3.12). */
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
