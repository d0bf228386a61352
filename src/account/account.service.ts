import { BadRequestException, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuthService } from '../auth/auth.service.js';
import { PasswordTries } from '../auth/password-tries.js';
import type { Caller } from '../http/request/caller.js';
import type { Client } from '../http/request/client.js';
import { type SecurityEvent, SecurityEvents } from '../http/security/security-events.js';
import { WriteLimit } from '../limits/write-limit.js';
import { emailKey, plainEmail } from '../users/email.js';
import type { User } from '../users/user.js';
import { UsersService } from '../users/users.service.js';
import { AllUserData } from './all-user-data.js';
import type { UpdateAccountDto } from './dto/update-account.dto.js';

/**
 * Reads, edits and erases the caller's account, or one that an operator names: the user, their sessions and what each feature
 * holds of them.
 */
@Injectable()
export class AccountService implements OnApplicationBootstrap {
  constructor(
    private readonly users: UsersService,
    private readonly auth: AuthService,
    private readonly tries: PasswordTries,
    private readonly data: AllUserData,
    private readonly writes: WriteLimit,
    private readonly events: SecurityEvents,
  ) {}

  /** Finishes the erasures that a stopped process left unfinished. */
  async onApplicationBootstrap(): Promise<void> {
    for (const id of await this.users.findErasing()) await this.finishErasing(id);
  }

  /** The caller's account. @throws NotFoundException when it has just been deleted */
  find(caller: Caller): Promise<User> {
    return this.users.find(caller.id);
  }

  /**
   * Edits the caller's account. A new password ends all other sessions. `currentPassword` may be wrong if the user has the
   * new password already: then the request is sent again, since its answer was lost.
   * @throws BadRequestException when `currentPassword` is wrong, the new password is easy to guess, or `email` is another
   * than the present one; TooManyRequests
   */
  async edit(
    caller: Caller,
    { email, firstName, lastName, password, currentPassword }: UpdateAccountDto,
    client: Client,
  ): Promise<User> {
    if (typeof email === 'string' || typeof password === 'string') await this.check(caller, email, password);
    const names = { firstName: firstName === '' ? null : firstName, lastName: lastName === '' ? null : lastName };
    await this.writes.take(caller);
    if (typeof password !== 'string') return this.users.rename(caller.id, names, client);
    const passwords = [currentPassword ?? '', password];
    const user = await this.authenticate(caller, client, passwords, 'authn_password_change_fail');
    const endSessions = () => this.auth.signOutEverywhere(caller.id, caller.sessionId);
    return this.users.setPassword(user, { password, ...names }, client, endSessions);
  }

  /**
   * Erases the caller's account and all its data.
   * @throws BadRequestException when the password is wrong, or TooManyRequests
   */
  async remove(caller: Caller, currentPassword: string, client: Client): Promise<User> {
    const user = await this.authenticate(caller, client, [currentPassword], 'authn_login_fail');
    await this.erase(caller.id, client);
    return user;
  }

  /** Disables a user and ends all their sessions. After a crash between the two it is repeated. @throws NotFoundException */
  async disable(id: string, operator: Client): Promise<User> {
    const user = await this.users.disable(id, operator);
    await this.auth.endSessions(id, operator);
    return user;
  }

  /**
   * Sets the password of a user and ends all their sessions.
   * @throws NotFoundException; BadRequestException when the password is easy to guess; Unavailable when another request is
   * changing it
   */
  async setPassword(id: string, password: string, operator: Client): Promise<User> {
    const user = await this.users.find(id);
    await this.users.refuseWeak(password, user.email);
    return this.users.setPassword(user, { password }, operator, () => this.auth.endSessions(id, operator));
  }

  /** Erases an account and all its data. An unknown id is no error. */
  async erase(id: string, client: Client): Promise<void> {
    await this.users.markErasing(id);
    await this.finishErasing(id, client);
  }

  private async check({ id }: Caller, email?: string | null, password?: string | null): Promise<void> {
    const user = await this.users.find(id);
    if (typeof email === 'string' && !isEmailOf(user, email)) throw new BadRequestException('email cannot be changed');
    if (typeof password === 'string') await this.users.refuseWeak(password, user.email);
  }

  /** The caller's account, whose password is one of these. A wrong one counts as a failed sign-in. */
  private async authenticate(
    caller: Caller,
    client: Client,
    passwords: string[],
    failure: SecurityEvent,
  ): Promise<User> {
    const user = await this.users.find(caller.id);
    const compare = async () => (await this.users.hasPassword(user, client, ...passwords)) || undefined;
    if (!(await this.tries.run({ email: user.email, client }, compare))) {
      this.events.write(failure, client, { userId: user.id });
      throw new BadRequestException('currentPassword is wrong');
    }
    return user;
  }

  /** Every step can be repeated. The user, who carries the mark, goes last: the next start can finish after a crash. */
  private async finishErasing(id: string, client?: Client): Promise<void> {
    await this.empty(id);
    await this.users.remove(id);
    // Until the user was removed, a request could still sign in and add todos.
    await this.empty(id);
    this.events.write('user_deleted', client ?? {}, { userId: id });
  }

  private async empty(id: string): Promise<void> {
    await this.auth.eraseUser(id);
    await this.data.eraseUser(id);
  }
}

/** Whether a text is a spelling of the user's email. */
function isEmailOf({ email }: User, sent: string): boolean {
  const key = emailKey(sent);
  return plainEmail(sent) === plainEmail(email) || (key !== undefined && key === emailKey(email));
}
