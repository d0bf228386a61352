import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import type { Client } from '../http/request/client.js';
import { SecurityEvents, type Source } from '../http/security/security-events.js';
import type { Counted } from '../limits/limits.js';
import { UsersService } from '../users/users.service.js';
import type { SignInDto } from './dto/sign-in.dto.js';
import { PasswordTries } from './password-tries.js';
import { SessionRepository } from './repositories/session.repository.js';
import type { Session } from './session.js';
import { Tokens } from './tokens/tokens.js';

/** The most sessions of a user that are listed. */
const MOST_SESSIONS = 1_000;

/** Signing in and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionRepository,
    private readonly tokens: Tokens,
    private readonly tries: PasswordTries,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Starts a session.
   * @throws BadRequestException, the same whether the email or the password is wrong, or TooManyRequests
   */
  async signIn({ email, password }: SignInDto, client: Client): Promise<{ email: string; token: string }> {
    const attempt = { email, client };
    const account = this.tries.accountOf(email);
    let userId: string | undefined;
    const user = await this.tries.run(attempt, async () => {
      const { user, matches } = await this.users.verify(email, password, client);
      userId = user?.id;
      return matches ? user : undefined;
    });
    if (!user) {
      this.events.write('authn_login_fail', client, { userId, account });
      throw new BadRequestException('email or password is wrong');
    }
    const { token, claims } = this.tokens.issue(user);
    const [address] = await Promise.all([
      this.tries.remember(attempt, user.id),
      this.sessions.add({ id: claims.jti, userId: user.id, expiresAt: new Date(claims.exp * 1000) }),
    ]);
    if (await this.users.isCurrent(user)) {
      this.events.write('authn_login_success', client, { userId, account });
      return { email: user.email, token };
    }
    // The password may have changed, or the account may be gone, since we verified it. The request that did this may have
    // been too early to remove what this sign-in has stored, so undo it and start over.
    await Promise.all([this.tries.forget(address), this.sessions.remove(claims.jti)]);
    return this.signIn({ email, password }, client);
  }

  /**
   * Ends the session of a token of ours, be it expired; a session that has ended already is no error (RFC 7009, 2.2).
   * @throws BadRequestException when there is no token, or it is not ours
   */
  async signOut(token: string | undefined, client: Client): Promise<{ email: string }> {
    const claims = token === undefined ? undefined : this.tokens.read(token)?.claims;
    if (!claims) throw new BadRequestException('token must be one of ours, in the body or in the Authorization header');
    await this.sessions.remove(claims.jti);
    this.events.write('authn_token_revoked', client, { userId: claims.id });
    return { email: claims.email };
  }

  /** Removes all that a user's sign-ins have left. */
  async eraseUser(userId: string): Promise<void> {
    await Promise.all([this.sessions.removeAll(userId), this.tries.forgetAll(userId)]);
  }

  /** The sessions of a user, the last to expire first; of very many the first ones. */
  sessionsOf(userId: string): Promise<Session[]> {
    return this.sessions.list(userId, new Date(), MOST_SESSIONS);
  }

  /** Ends one session, whoever's it is. @throws NotFoundException */
  async endSession(id: string, source: Source): Promise<Session> {
    const session = await this.sessions.find(id);
    if (!session) throw new NotFoundException(`Session ${id} is not found`);
    await this.sessions.remove(id);
    this.events.write('authn_token_revoked', source, { userId: session.userId });
    return session;
  }

  /** Ends all sessions of a user. */
  async endSessions(userId: string, source: Source): Promise<void> {
    await this.sessions.removeAll(userId);
    this.events.write('authn_token_revoked', source, { userId });
  }

  /** The limits that sign-ins of an account, from an address, or of the account from the address fall under. */
  limitsOf(of: { email?: string; address?: string }): Counted[] {
    return this.tries.limitsOf(of);
  }

  /** Ends all sessions of a user but one. */
  signOutEverywhere(userId: string, except: string): Promise<void> {
    return this.sessions.removeAll(userId, except);
  }
}
