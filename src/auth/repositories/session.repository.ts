import type { Session } from '../session.js';

/** Stores sessions. The engine removes expired ones at some later time. */
export abstract class SessionRepository {
  /** Adds a session. */
  abstract add(session: Session): Promise<void>;

  /** Whether this session of this user is stored. The latest write counts, whichever replica made it. */
  abstract has(id: string, userId: string): Promise<boolean>;

  /** The session with this id, be it expired; undefined when there is none. */
  abstract find(id: string): Promise<Session | undefined>;

  /** At most `limit` sessions of a user that have not expired at `now`: first those that expire last, then by their ids. */
  abstract list(userId: string, now: Date, limit: number): Promise<Session[]>;

  /** Removes a session; a session that is not stored is no error. */
  abstract remove(id: string): Promise<void>;

  /** Removes all sessions of a user, except the one whose id is given. */
  abstract removeAll(userId: string, except?: string): Promise<void>;
}
