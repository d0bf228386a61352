import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { LRUCache } from 'lru-cache';
import type { Request } from 'express';
import { isPublic } from '../../http/request/public.js';
import { setCaller } from '../../http/request/caller.js';
import { SessionRepository } from '../repositories/session.repository.js';
import { bearerToken } from '../tokens/bearer-token.js';
import type { VerifiedToken } from '../tokens/verified-token.js';
import { challenge } from './bearer-challenge.js';

/** How many verified tokens are remembered; each takes about half a kilobyte. */
const REMEMBERED = 10_000;

/**
 * Closes every route that is not `@Public`: a caller is signed in when the token is ours and its session is stored.
 * A token is verified once and then remembered; its expiry and its session are checked on every request.
 */
@Injectable()
export class BearerGuard extends AuthGuard('jwt') {
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: REMEMBERED });

  constructor(private readonly sessions: SessionRepository) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context.getHandler(), context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerToken(request);
    if (token === undefined) throw challenge('none');
    const { expired, claims } = this.verified.get(token) ?? (await this.verify(token, context));
    if (expired) throw challenge('expired');
    if (!claims) throw challenge('invalid');
    const { id, jti } = claims;
    if (!(await this.sessions.has(jti, id))) throw challenge('revoked');
    setCaller(request, { id, sessionId: jti });
    return true;
  }

  /** Passport calls this with the result of the strategy. */
  override handleRequest<T>(error: unknown, verified: T | false | null): T {
    if (error) throw error as Error;
    if (!verified) throw challenge('invalid');
    return verified;
  }

  private async verify(token: string, context: ExecutionContext): Promise<VerifiedToken> {
    await super.canActivate(context);
    const verified = context.switchToHttp().getRequest<{ user: VerifiedToken }>().user;
    this.verified.set(token, verified);
    return verified;
  }
}
