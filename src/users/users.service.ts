import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { Duplicate } from '../errors.js';
import { randomId } from '../database/ids.js';
import type { SignUpDto } from './dto/sign-up.dto.js';
import { Passwords } from './passwords/passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import type { User, UserChanges } from './user.js';

/** Who there is, and who they prove to be. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Adds a user. The unique index decides whether the email is taken, after the hashing, so that neither a race nor the
   * time it takes tells or changes anything.
   * @throws BadRequestException when it is taken
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

  /** The user whose email and password these are; undefined when they are nobody's, after the same work. */
  async verify(email: string, password: string): Promise<User | undefined> {
    const user = await this.users.findByEmail(email);
    if (!(await this.passwords.matches(password, user?.passwordHash)) || !user) return undefined;
    if (!this.passwords.isWeak(user.passwordHash)) return user;
    const passwordHash = await this.passwords.hash(password);
    return (await this.users.change(user.id, { passwordHash }, new Date(), user.passwordHash)) ?? user;
  }

  /** Whether a user is still there, with the same password. */
  async isCurrent({ id, passwordHash }: User): Promise<boolean> {
    return (await this.users.find(id))?.passwordHash === passwordHash;
  }

  /** @throws NotFoundException */
  async find(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw notFound(id);
    return user;
  }

  /** The users of exactly this email: one or none. */
  async findByEmail(email: string): Promise<User[]> {
    const user = await this.users.findByEmail(email);
    return user ? [user] : [];
  }

  /** The user of this id, if this is their password. @throws NotFoundException, BadRequestException */
  async authenticate(id: string, password: string): Promise<User> {
    const user = await this.find(id);
    if (!(await this.passwords.matches(password, user.passwordHash))) throw wrongPassword();
    return user;
  }

  /** Edits a user. @throws NotFoundException */
  async rename(id: string, changes: Pick<UserChanges, 'firstName' | 'lastName'>): Promise<User> {
    if (changes.firstName === undefined && changes.lastName === undefined) return this.find(id);
    const user = await this.users.change(id, changes, new Date());
    if (!user) throw notFound(id);
    return user;
  }

  /** Edits a user and sets a new password, if nobody has set one since `user` was read. @throws BadRequestException */
  async setPassword(user: User, password: string, changes: UserChanges): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    const edited = await this.users.change(user.id, { ...changes, passwordHash }, new Date(), user.passwordHash);
    if (!edited) throw wrongPassword();
    return edited;
  }

  /** Notes that a user's data is about to be erased. */
  markErasing(id: string): Promise<void> {
    return this.users.markErasing(id);
  }

  /** The ids of those whose erasure has begun. */
  findErasing(): Promise<string[]> {
    return this.users.findErasing();
  }

  /** Removes a user, the last step of an erasure. */
  remove(id: string): Promise<void> {
    return this.users.remove(id);
  }
}

const notFound = (id: string) => new NotFoundException(`User ${id} is not found`);
const wrongPassword = () => new BadRequestException('currentPassword is wrong');
