/** Someone who registered. */
export interface User {
  /** 24 random hex digits. */
  id: string;
  /** Trimmed and in lower case; unique. */
  email: string;
  firstName?: string;
  lastName?: string;
  /** A bcrypt hash, which tells its own cost. */
  passwordHash: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What an edit sets: undefined leaves a field as it is, null clears it. */
export interface UserChanges {
  firstName?: string | null;
  lastName?: string | null;
  passwordHash?: string;
}

/** The user's full name; the email where no name was given. */
export const nameOf = ({ firstName, lastName, email }: User): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email;
