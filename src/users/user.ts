/** A registered user. */
export interface User {
  /** 24 random hex digits. */
  id: string;
  /** Trimmed and in lower case; unique. */
  email: string;
  firstName?: string;
  lastName?: string;
  /** A bcrypt hash. It includes its cost. */
  passwordHash: string;
  /** The end of the mark of a request that is changing the password; see docs/adr/0014-a-password-change-ends-sessions-first.md. */
  changingUntil?: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** The changes of an edit: undefined leaves a field as it is, and null clears it. */
export interface UserChanges {
  firstName?: string | null;
  lastName?: string | null;
  passwordHash?: string;
}

/** What must be true of a stored user for a change to take place. */
export type KnownPassword = Pick<User, 'passwordHash' | 'changingUntil'>;

/** The user's full name, or the email of a user without names. */
export const nameOf = ({ firstName, lastName, email }: User): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email;
