import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { bearerToken } from './bearer-token.js';
import { SigningKeys } from './signing-keys.js';
import { VERIFICATION, VerifiedToken } from './verified-token.js';

/** Verifies the bearer token of a request with passport-jwt. Expiry, claims and session are left to the guard. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(keys: SigningKeys) {
    super({
      ...VERIFICATION,
      jwtFromRequest: (request: Request) => bearerToken(request) ?? null,
      secretOrKeyProvider: ((_request, token: string, done: (error: unknown, key?: unknown) => void) => {
        const key = keys.keyFor(token);
        done(key ? null : new Error('not a token of ours'), key);
        // The types know strings and buffers only. The library also takes a KeyObject, which verifies much faster.
      }) as SecretOrKeyProvider,
    });
  }

  /** Passport calls this with the payload of a verified token. */
  validate(payload: object): VerifiedToken {
    return new VerifiedToken(payload);
  }
}
