import type { KnownAddress } from '../known-address.js';

/** Stores the addresses from which users have signed in. The engine removes expired ones at some later time. */
export abstract class KnownAddressRepository {
  /** Adds an address, or extends how long it is known. Of each user the `MOST_ADDRESSES` that expire last are kept. */
  abstract add(known: KnownAddress): Promise<void>;

  /** Whether one of these is stored, and has not expired at `now`. */
  abstract has(ids: string[], now: Date): Promise<boolean>;

  /** Removes one; an address that is not stored is no error. */
  abstract remove(id: string): Promise<void>;

  /** Removes all of a user. */
  abstract removeAll(userId: string): Promise<void>;
}
