import type { KnownPassword, User, UserChanges } from '../user.js';

/** The mark of a request that is changing the password: it is in force from `now` until just before `until`. */
export interface ChangingMark {
  passwordHash: string;
  now: Date;
  until: Date;
}

/**
 * Stores users. The service makes ids and times, and passes emails trimmed. Two emails are the same if their keys are, or
 * if they differ in case alone; see `emailKey`.
 */
export abstract class UserRepository {
  /** Adds a user, whose email is kept as typed. @throws Duplicate when the email, in any spelling, or the id is taken */
  abstract add(user: User): Promise<void>;

  /**
   * The user with this email; undefined when there is none. Releases without keys could add two users with one key: then
   * each is found by their own spelling, and any other spelling finds the older.
   */
  abstract findByEmail(email: string): Promise<User | undefined>;

  /** The user with this id; undefined when there is none. */
  abstract find(id: string): Promise<User | undefined>;

  /**
   * The password hash of the highest cost; undefined when there is none. Hashes other than those of version 2b of bcrypt,
   * which we make, do not count.
   */
  abstract costliestHash(): Promise<string | undefined>;

  /** At most `limit` users by their emails in lower case, compared as UTF-8: those after this email, or else the first. */
  abstract page(limit: number, after?: string): Promise<User[]>;

  /**
   * Makes the changes. With `known`, only if the password hash still is this one, and so is the mark if `known` has one; null is no mark. A
   * new password hash, or one to be enabled with, removes the mark.
   * @returns the changed user; undefined when there is none, or the hash or the mark is another
   */
  abstract change(id: string, changes: UserChanges, now: Date, known?: KnownPassword): Promise<User | undefined>;

  /**
   * Marks a user whose password is about to be changed, if the hash still is this one and no mark is in force now.
   * @returns whether the user is marked until then
   */
  abstract markChanging(id: string, mark: ChangingMark): Promise<boolean>;

  /** Removes the mark that ends then; another mark stays. */
  abstract unmarkChanging(id: string, until: Date): Promise<void>;

  /**
   * Disables a user: this hash, which no password has, takes the place of theirs, which is kept as `disabledHash`. It removes
   * the mark. A user who is disabled stays as they are.
   * @returns the user afterwards; undefined when there is none
   */
  abstract disable(id: string, noPassword: string, now: Date): Promise<User | undefined>;

  /**
   * Gives a disabled user their password back, and removes the mark. A user who is not disabled stays as they are.
   * @returns the user afterwards; undefined when there is none
   */
  abstract enable(id: string, now: Date): Promise<User | undefined>;

  /** Marks a user whose data is about to be erased, so that the next start can finish the erasure after a crash. */
  abstract markErasing(id: string): Promise<void>;

  /** The ids of the marked users. */
  abstract findErasing(): Promise<string[]>;

  /** Removes a user. An unknown id is no error. */
  abstract remove(id: string): Promise<void>;
}
