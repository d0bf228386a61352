import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../../config/config.js';
import { nameOf, type User } from '../../users/user.js';
import { type Claims, claimsOf } from './claims.js';
import { SigningKeys } from './signing-keys.js';
import { looksLikeToken } from './token-header.js';

/** Makes tokens, and reads those that are ours. */
@Injectable()
export class Tokens {
  private readonly jwt: JwtService;

  constructor(
    keys: SigningKeys,
    private readonly config: Config,
  ) {
    this.jwt = new JwtService({
      secretOrKeyProvider: (_, token) => (typeof token === 'string' && keys.keyFor(token)) || keys.current,
      signOptions: { algorithm: 'HS256' },
      verifyOptions: { algorithms: ['HS256'] },
    });
  }

  /** A new token for a user, and its claims. */
  issue(user: User): { token: string; claims: Claims } {
    const iat = Math.floor(Date.now() / 1000);
    const exp = iat + Math.ceil(this.config.JWT_EXPIRES_IN / 1000);
    const claims: Claims = { id: user.id, name: nameOf(user), email: user.email, iat, exp, jti: randomUUID() };
    return { token: this.jwt.sign(claims), claims };
  }

  /** The claims of a token of ours, even of one that has expired; undefined for any other text. */
  read(token: string): Claims | undefined {
    if (!looksLikeToken(token)) return undefined;
    try {
      return claimsOf(this.jwt.verify(token, { ignoreExpiration: true }));
    } catch {
      return undefined;
    }
  }
}
