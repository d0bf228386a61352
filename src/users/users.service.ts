import { BadRequestException, Injectable } from '@nestjs/common';
import { Duplicate } from '../common/errors.js';
import { randomId } from '../common/ids.js';
import type { SignUpDto } from './dto/sign-up.dto.js';
import { Passwords } from './passwords/passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import type { User } from './user.js';

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
    if (this.passwords.isWeak(user.passwordHash)) {
      await this.users.replacePasswordHash(user.id, user.passwordHash, await this.passwords.hash(password));
    }
    return user;
  }
}
