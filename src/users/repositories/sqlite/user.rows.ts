import type { User } from '../../user.js';

/** A row of `users`. */
export interface UserRow {
  id: string;
  /** In lower case, as the releases before `email_key` compare it. */
  email: string;
  /** As typed; null in a row of such a release. */
  email_typed: string | null;
  /** Null in a row of such a release, until it is migrated. */
  email_key: string | null;
  first_name: string | null;
  last_name: string | null;
  password_hash: string;
  /** The password hash of a disabled user; null while they are enabled. */
  disabled_hash: string | null;
  changing_until: number | null;
  created_at: number;
  updated_at: number;
}

export const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email_typed ?? row.email,
  firstName: row.first_name ?? undefined,
  lastName: row.last_name ?? undefined,
  passwordHash: row.password_hash,
  disabledHash: row.disabled_hash ?? undefined,
  changingUntil: row.changing_until === null ? undefined : new Date(row.changing_until),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
