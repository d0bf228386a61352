import { BadRequestException, Injectable } from '@nestjs/common';
import { UsersService } from '../users/users.service.js';
import type { SignInDto } from './dto/sign-in.dto.js';
import { SessionRepository } from './repositories/session.repository.js';
import { Tokens } from './tokens/tokens.js';

/** Signing in and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionRepository,
    private readonly tokens: Tokens,
  ) {}

  /** Starts a session. @throws BadRequestException, the same whether the email or the password is wrong */
  async signIn(body: SignInDto): Promise<{ email: string; token: string }> {
    const user = await this.users.verify(body.email, body.password);
    if (!user) throw new BadRequestException('email or password is wrong');
    const { token, claims } = this.tokens.issue(user);
    await this.sessions.add({ id: claims.jti, userId: user.id, expiresAt: new Date(claims.exp * 1000) });
    if (await this.users.isCurrent(user)) return { email: user.email, token };
    // The password may have changed, or the account may be gone, since we verified it. The request that did this may have
    // been too early to remove this session, so undo it and start over.
    await this.sessions.remove(claims.jti);
    return this.signIn(body);
  }

  /**
   * Ends the session of a token of ours, be it expired; a session that has ended already is no error (RFC 7009, 2.2).
   * @throws BadRequestException when there is no token, or it is not ours
   */
  async signOut(token: string | undefined): Promise<{ email: string }> {
    const claims = token === undefined ? undefined : this.tokens.read(token)?.claims;
    if (!claims) throw new BadRequestException('token must be one of ours, in the body or in the Authorization header');
    await this.sessions.remove(claims.jti);
    return { email: claims.email };
  }

  /** Ends all sessions of a user but one. */
  signOutEverywhere(userId: string, except?: string): Promise<void> {
    return this.sessions.removeAll(userId, except);
  }
}
