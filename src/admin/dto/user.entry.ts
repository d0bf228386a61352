import type { User } from '../../users/user.js';

/** A user as an operator sees them. Names that are not set are left out. */
export class UserEntry {
  id!: string;
  email!: string;
  firstName?: string;
  lastName?: string;
  disabled!: boolean;
  createdAt!: string;
  updatedAt!: string;

  static from({ id, email, firstName, lastName, disabledHash, createdAt, updatedAt }: User): UserEntry {
    const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
    return { id, email, firstName, lastName, disabled: disabledHash !== undefined, ...times };
  }
}
