import type { User } from '../user.js';

/** Stores users. Ids and times are made by the caller; emails come trimmed and in lower case. */
export abstract class UserRepository {
  /** Adds a user. @throws Duplicate when the email, or the id, is taken */
  abstract add(user: User): Promise<void>;

  /** The user of exactly this email; undefined when there is none. */
  abstract findByEmail(email: string): Promise<User | undefined>;

  /** Puts `hash` in the place of `known`; does nothing when the hash is no longer `known`, or the user is gone. */
  abstract replacePasswordHash(id: string, known: string, hash: string): Promise<void>;
}
