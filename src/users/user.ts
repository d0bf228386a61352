/** A registered user. */
export interface User {
  /** 24 random hex digits. */
  id: string;
  /** As typed, but trimmed. Unique, whichever way it is spelled; see `emailKey`. */
  email: string;
  firstName?: string;
  lastName?: string;
  /** A bcrypt hash. It includes its cost. */
  passwordHash: string;
  /** The password hash of a disabled user. `passwordHash` is then one that no password has; see ADR 15. */
  disabledHash?: string;
  /** Set while a request is changing the password: the time at which it is too late; see ADR 14. */
  changingUntil?: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** The changes of an edit: undefined leaves a field as it is, and null clears it. */
export interface UserChanges {
  firstName?: string | null;
  lastName?: string | null;
  passwordHash?: string;
  /** The password hash that a disabled user will have when they are enabled. */
  disabledHash?: string;
}

/** The hash, and the mark if there is one, that a stored user must still have for a change to take place. */
export type KnownPassword = Pick<User, 'passwordHash'> & { changingUntil?: Date | null };

/** The user's full name, or the email of a user without names. */
export const nameOf = ({ firstName, lastName, email }: Pick<User, 'firstName' | 'lastName' | 'email'>): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email;
