import type { JwtVerifyOptions } from '@nestjs/jwt';
import { type Claims, claimsOf } from './claims.js';
import { ALGORITHM } from './token-header.js';

/**
 * How passport-jwt, for a request, and JwtService, for a logout, both verify the algorithm, the signature and `nbf`. They
 * leave `exp` to `VerifiedToken`, since a logout takes an expired token and a remembered token expires later.
 */
export const VERIFICATION = { algorithms: [ALGORITHM], ignoreExpiration: true } satisfies JwtVerifyOptions;

/** A token whose text, header, signature and `nbf` have been verified. */
export class VerifiedToken {
  /** Undefined when we sign no such claims. */
  readonly claims: Claims | undefined;
  private readonly exp: unknown;

  constructor(payload: object) {
    this.claims = claimsOf(payload);
    this.exp = 'exp' in payload ? payload.exp : undefined;
  }

  /** Whether `exp` has passed by now, without tolerance. It is reported before wrong claims and before a missing session. */
  get expired(): boolean {
    return typeof this.exp === 'number' && this.exp * 1000 <= Date.now();
  }
}
