import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../../config/config.js';
import { nameOf, type User } from '../../users/user.js';
import type { Claims } from './claims.js';
import { SigningKeys } from './signing-keys.js';
import { ALGORITHM } from './token-header.js';
import { VERIFICATION, VerifiedToken } from './verified-token.js';

/** Issues tokens, and reads those that do not come through the guard. */
@Injectable()
export class Tokens {
  private readonly jwt: JwtService;

  constructor(
    keys: SigningKeys,
    private readonly config: Config,
  ) {
    this.jwt = new JwtService({
      secretOrKeyProvider: (_, tokenOrClaims) => {
        const key = typeof tokenOrClaims === 'string' ? keys.keyFor(tokenOrClaims) : keys.current;
        if (!key) throw new Error('not a token of ours');
        return key;
      },
      signOptions: { algorithm: ALGORITHM },
      verifyOptions: VERIFICATION,
    });
  }

  /** A new token for a user, and its claims. */
  issue(user: User): { token: string; claims: Claims } {
    const iat = Math.floor(Date.now() / 1000);
    const exp = iat + Math.ceil(this.config.JWT_EXPIRES_IN / 1000);
    const claims: Claims = { id: user.id, name: nameOf(user), email: user.email, iat, exp, jti: randomUUID() };
    return { token: this.jwt.sign(claims), claims };
  }

  /** Verifies a token; undefined when it is not ours. */
  read(token: string): VerifiedToken | undefined {
    try {
      return new VerifiedToken(this.jwt.verify<object>(token));
    } catch {
      return undefined;
    }
  }
}
