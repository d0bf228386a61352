import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { Duplicate } from '../errors.js';
import { randomId } from '../database/ids.js';
import type { SignUpDto } from './dto/sign-up.dto.js';
import { Passwords, type Verdict } from './passwords/passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import type { User, UserChanges } from './user.js';

/** Registers, authenticates, finds and edits users. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Adds a user. The unique index finds a taken email, so that of two equal requests at one time only one succeeds. The
   * password is hashed before that, so that the time of an answer does not reveal that an email is taken.
   * @throws BadRequestException when the email is taken
   */
  async register({ email, password, firstName, lastName }: SignUpDto): Promise<User> {
    const now = new Date();
    const user: User = {
      id: randomId(),
      email,
      firstName: firstName || undefined,
      lastName: lastName || undefined,
      passwordHash: await this.passwords.hash(password),
      createdAt: now,
      updatedAt: now,
    };
    try {
      await this.users.add(user);
    } catch (error) {
      if (error instanceof Duplicate) throw new BadRequestException('email is registered already');
      throw error;
    }
    return user;
  }

  /**
   * The user with this email and password; undefined when there is none. An unknown email costs as much work as a wrong
   * password. A password that was hashed at a lower cost, or in another form than NFC, is hashed again.
   */
  async verify(email: string, password: string): Promise<User | undefined> {
    const user = await this.users.findByEmail(email);
    const verdict = await this.compare(password, user);
    if (!user || !verdict.matches) return undefined;
    if (!verdict.outdated) return user;
    const passwordHash = await this.passwords.hash(password);
    return (await this.users.change(user.id, { passwordHash }, new Date(), user.passwordHash)) ?? user;
  }

  /** Whether the user still exists and has the same password. */
  async isCurrent({ id, passwordHash }: User): Promise<boolean> {
    return (await this.users.find(id))?.passwordHash === passwordHash;
  }

  /** @throws NotFoundException */
  async find(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw notFound(id);
    return user;
  }

  /** The users with exactly this email: one or none. */
  async findByEmail(email: string): Promise<User[]> {
    const user = await this.users.findByEmail(email);
    return user ? [user] : [];
  }

  /**
   * The user with this id, whose password is verified.
   * @throws NotFoundException, or BadRequestException when the password is wrong
   */
  async authenticate(id: string, password: string): Promise<User> {
    const user = await this.find(id);
    if (!(await this.compare(password, user)).matches) throw wrongPassword();
    return user;
  }

  /** Changes the names of a user. @throws NotFoundException */
  async rename(id: string, changes: Pick<UserChanges, 'firstName' | 'lastName'>): Promise<User> {
    if (changes.firstName === undefined && changes.lastName === undefined) return this.find(id);
    const user = await this.users.change(id, changes, new Date());
    if (!user) throw notFound(id);
    return user;
  }

  /**
   * Sets a new password, and makes the other changes with it.
   * @throws BadRequestException when the password has changed since `user` was read
   */
  async setPassword(user: User, password: string, changes: UserChanges): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    const edited = await this.users.change(user.id, { ...changes, passwordHash }, new Date(), user.passwordHash);
    if (!edited) throw wrongPassword();
    return edited;
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

  /** Compares a password with that of the user, if there is one. */
  private async compare(password: string, user: User | undefined): Promise<Verdict> {
    return this.passwords.compare(password, user?.passwordHash, await this.users.costliestHash());
  }
}

const notFound = (id: string) => new NotFoundException(`User ${id} is not found`);
const wrongPassword = () => new BadRequestException('currentPassword is wrong');
