import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { bearerToken } from './bearer-token.js';
import { type Claims, claimsOf } from './claims.js';
import { SigningKeys } from './signing-keys.js';

/** passport-jwt over the rules for our tokens: everything about one but whether its session is still stored. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(keys: SigningKeys) {
    super({
      jwtFromRequest: (request: Request) => bearerToken(request) ?? null,
      secretOrKeyProvider: ((_request, token: string, done: (error: unknown, key?: unknown) => void) => {
        const key = keys.keyFor(token);
        done(key ? null : new Error('not a token of ours'), key);
        // The types know strings and buffers; the library behind them takes a KeyObject too, which costs much less.
      }) as SecretOrKeyProvider,
      algorithms: ['HS256'],
    });
  }

  /** Called with the payload once the signature and `exp` hold. */
  validate(payload: unknown): Claims | false {
    return claimsOf(payload) ?? false;
  }
}
