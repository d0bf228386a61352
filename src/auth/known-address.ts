/** An address from which a user has signed in to the account. */
export interface KnownAddress {
  /** A keyed hash of the account and the address, so that neither can be read from the database. */
  id: string;
  userId: string;
  expiresAt: Date;
}

/** How many addresses of one user are known. */
export const MOST_ADDRESSES = 20;
