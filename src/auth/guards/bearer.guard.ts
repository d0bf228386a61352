import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { TokenExpiredError } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import type { Request } from 'express';
import { isPublic } from '../../http/request/public.js';
import { setCaller } from '../../http/request/caller.js';
import { SessionRepository } from '../repositories/session.repository.js';
import { bearerToken } from '../tokens/bearer-token.js';
import type { Claims } from '../tokens/claims.js';
import { BearerChallenge } from './bearer-challenge.js';

/** How many verified signatures are remembered; one is about half a kilobyte. */
const REMEMBERED = 10_000;

/**
 * Closes every route that is not `@Public`: a request is signed in when its token is ours and its session is stored.
 * The signature is verified once per token; expiry and session are looked at every time.
 */
@Injectable()
export class BearerGuard extends AuthGuard('jwt') {
  private readonly verified = new LRUCache<string, Claims>({ max: REMEMBERED });

  constructor(private readonly sessions: SessionRepository) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context.getHandler(), context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerToken(request);
    if (token === undefined) throw new BearerChallenge('none');
    const { id, exp, jti } = this.verified.get(token) ?? (await this.verify(token, context));
    if (exp * 1000 <= Date.now()) throw new BearerChallenge('expired');
    if (!(await this.sessions.has(jti, id))) throw new BearerChallenge('revoked');
    setCaller(request, { id, sessionId: jti });
    return true;
  }

  /** Passport's result: what the strategy validated, or why it refused. */
  override handleRequest<T>(error: unknown, claims: T | false | null, info: unknown): T {
    if (error) throw error as Error;
    if (!claims) throw new BearerChallenge(info instanceof TokenExpiredError ? 'expired' : 'invalid');
    return claims;
  }

  private async verify(token: string, context: ExecutionContext): Promise<Claims> {
    await super.canActivate(context);
    const claims = context.switchToHttp().getRequest<{ user: Claims }>().user;
    this.verified.set(token, claims);
    return claims;
  }
}
