import type { User, UserChanges } from '../user.js';

/** Stores users. Ids and times are made by the caller; emails come trimmed and in lower case. */
export abstract class UserRepository {
  /** Adds a user. @throws Duplicate when the email, or the id, is taken */
  abstract add(user: User): Promise<void>;

  /** The user of exactly this email; undefined when there is none. */
  abstract findByEmail(email: string): Promise<User | undefined>;

  /** The user of this id; undefined when there is none. */
  abstract find(id: string): Promise<User | undefined>;

  /**
   * Sets what the changes name, where the password hash is still `known`; without `known`, whatever it is.
   * @returns the user after it; undefined when there is none, or the hash is another
   */
  abstract change(id: string, changes: UserChanges, now: Date, known?: string): Promise<User | undefined>;

  /** Marks a user whose data is about to be erased, so that whoever starts after a crash can finish it. */
  abstract markErasing(id: string): Promise<void>;

  /** The ids of the users who are marked. */
  abstract findErasing(): Promise<string[]>;

  /** Removes a user; one that is gone already is no error. */
  abstract remove(id: string): Promise<void>;
}
