import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { Duplicate, Unavailable } from '../errors.js';
import { randomId } from '../database/ids.js';
import { ID } from '../validation/is-id.js';
import type { Caller } from '../http/request/caller.js';
import type { Client } from '../http/request/client.js';
import { SecurityEvents, type Source } from '../http/security/security-events.js';
import type { Counted } from '../limits/limits.js';
import type { SignUpDto } from './dto/sign-up.dto.js';
import { Passwords, type Verdict } from './passwords/passwords.js';
import { weaknessOf } from './passwords/weak-passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import { UserLimits } from './user-limits.js';
import type { User, UserChanges } from './user.js';

/** How long a change of a password may take from when it ends the sessions; usually a few milliseconds. */
const CHANGE_MS = 5000;

/** Users that are read at once. */
const PAGE = 100;

/** A new password, and the names that change with it. */
type NewPassword = { password: string } & Pick<UserChanges, 'firstName' | 'lastName'>;

/** Registers, authenticates, finds and edits users. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly limits: UserLimits,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Adds a user. The unique index finds a taken email, so that of two equal requests at one time only one succeeds. The
   * password is hashed before that, so that the time of an answer does not reveal that an email is taken.
   * @throws BadRequestException when the email is taken or the password easy to guess, or TooManyRequests
   */
  async register({ email, password, firstName, lastName }: SignUpDto, client: Client): Promise<User> {
    await this.refuseWeak(password, email);
    await this.limits.register(client);
    const now = new Date();
    const user: User = {
      id: randomId(),
      email,
      firstName: firstName || undefined,
      lastName: lastName || undefined,
      passwordHash: await this.passwords.hash(password, client),
      createdAt: now,
      updatedAt: now,
    };
    try {
      await this.users.add(user);
    } catch (error) {
      if (error instanceof Duplicate) throw new BadRequestException('email is registered already');
      throw error;
    }
    this.events.write('user_created', client, { userId: user.id });
    return user;
  }

  /**
   * The user with this email, and whether this is their password. An unknown email costs as much work as a wrong password. A password that was hashed at a lower cost, or in another form than NFC, is hashed again.
   */
  async verify(email: string, password: string, client: Client): Promise<{ user?: User; matches: boolean }> {
    const user = await this.users.findByEmail(email);
    const verdict = await this.compare(password, user, client);
    if (!user || !verdict.matches) return { user, matches: false };
    if (!(await this.mayBeUsed(user))) return { user, matches: false };
    if (!verdict.outdated) return { user, matches: true };
    const known = { passwordHash: user.passwordHash, changingUntil: null };
    const passwordHash = await this.passwords.hash(password, client);
    return { user: (await this.users.change(user.id, { passwordHash }, new Date(), known)) ?? user, matches: true };
  }

  /** Whether the user still exists and has the same password, which no request is changing. */
  async isCurrent({ id, passwordHash }: User): Promise<boolean> {
    const user = await this.users.find(id);
    return user?.passwordHash === passwordHash && user.changingUntil === undefined;
  }

  /** @throws NotFoundException */
  async find(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw notFound(id);
    return user;
  }

  /** The user with this email or this id. @throws NotFoundException */
  async named(emailOrId: string): Promise<User> {
    const user = await (ID.test(emailOrId)
      ? this.users.find(emailOrId.toLowerCase())
      : this.users.findByEmail(emailOrId));
    if (!user) throw notFound(emailOrId);
    return user;
  }

  /** All users, by their emails in lower case. They are read in pages. */
  async *all(): AsyncGenerator<User> {
    for (let page = await this.users.page(PAGE); page.length > 0;) {
      yield* page;
      page = await this.users.page(PAGE, page.at(-1)?.email);
    }
  }

  /** The users with exactly this email: one or none. @throws TooManyRequests */
  async lookUp(caller: Caller, email: string, client: Client): Promise<User[]> {
    await this.limits.lookUp(caller, client);
    const user = await this.users.findByEmail(email);
    return user ? [user] : [];
  }

  /** Whether the password of a user is one of these. */
  async hasPassword(user: User, client: Client, ...passwords: string[]): Promise<boolean> {
    for (const password of passwords) if ((await this.compare(password, user, client)).matches) return true;
    return false;
  }

  /** Changes the names of a user. @throws NotFoundException */
  async rename(id: string, changes: Pick<UserChanges, 'firstName' | 'lastName'>, client: Client): Promise<User> {
    if (changes.firstName === undefined && changes.lastName === undefined) return this.find(id);
    const user = await this.users.change(id, changes, new Date());
    if (!user) throw notFound(id);
    this.events.write('user_updated', client, { userId: id });
    return user;
  }

  /**
   * Takes the password from a user until they are enabled, so that nobody can sign in as them. Every sign-in and every change
   * of the password that is under way fails as well, since the hash that it has read is no longer that of the user.
   * @throws NotFoundException
   */
  async disable(id: string, source: Source): Promise<User> {
    const user = await this.users.disable(id, this.passwords.noPassword(), new Date());
    if (!user) throw notFound(id);
    this.events.write('user_updated', source, { userId: id });
    return user;
  }

  /** Gives a disabled user their password back. @throws NotFoundException */
  async enable(id: string, source: Source): Promise<User> {
    const user = await this.users.enable(id, new Date());
    if (!user) throw notFound(id);
    this.events.write('user_updated', source, { userId: id });
    return user;
  }

  /**
   * Calls `endSessions`, sets a new password, and makes the other changes with it. From before the call until the new
   * password is set, nobody can sign in with the present one; so the new password is never set while a session of the
   * present one is alive, even if this process is killed. A disabled user has the new password once they are enabled.
   * @throws Unavailable when another request has changed the password since `user` was read, or is changing it
   */
  async setPassword(
    user: User,
    { password, ...changes }: NewPassword,
    client: Client,
    endSessions: () => Promise<void>,
  ): Promise<User> {
    const { id, passwordHash: present, disabledHash } = user;
    const hash = await this.passwords.hash(password, client);
    const now = new Date();
    const until = new Date(now.getTime() + CHANGE_MS);
    if (!(await this.users.markChanging(id, { passwordHash: present, now, until }))) throw changedMeanwhile();
    try {
      await endSessions();
      const known = { passwordHash: present, changingUntil: until };
      const hashes = disabledHash === undefined ? { passwordHash: hash } : { disabledHash: hash };
      const edited = await this.users.change(id, { ...changes, ...hashes }, new Date(), known);
      if (!edited) throw changedMeanwhile();
      this.events.write('authn_password_change', client, { userId: id });
      return edited;
    } catch (error) {
      // Nobody has to wait for the mark to expire. It does expire if this fails as well.
      await this.users.unmarkChanging(id, until).catch(() => undefined);
      throw error;
    }
  }

  /** @throws BadRequestException when a new password is easy to guess */
  async refuseWeak(password: string, email: string): Promise<void> {
    const weakness = await weaknessOf(password, email);
    if (weakness !== undefined) throw new BadRequestException(weakness);
  }

  /** The limits that a user and an address fall under. */
  limitsOf(of: { userId?: string; address?: string }): Counted[] {
    return this.limits.limitsOf(of);
  }

  /** Records that the erasure of a user begins. */
  markErasing(id: string): Promise<void> {
    return this.users.markErasing(id);
  }

  /** The ids of the users whose erasure has begun and not ended. */
  findErasing(): Promise<string[]> {
    return this.users.findErasing();
  }

  /** Removes a user. This is the last step of an erasure. */
  remove(id: string): Promise<void> {
    return this.users.remove(id);
  }

  /** Whether nobody is changing the password. A change that takes too long can no longer succeed after this. */
  private async mayBeUsed({ id, changingUntil }: User): Promise<boolean> {
    if (!changingUntil) return true;
    if (changingUntil > new Date()) return false;
    await this.users.unmarkChanging(id, changingUntil);
    return true;
  }

  /** Compares a password with that of the user, if there is one. */
  private async compare(password: string, user: User | undefined, client: Client): Promise<Verdict> {
    const known = { hash: user?.passwordHash, costliest: await this.users.costliestHash() };
    return this.passwords.compare(password, known, client);
  }
}

const notFound = (id: string) => new NotFoundException(`User ${id} is not found`);
const changedMeanwhile = () => new Unavailable('Another request is changing the password');
