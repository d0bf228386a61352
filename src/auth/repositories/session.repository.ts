import type { Session } from '../session.js';

/** Stores sessions; expired ones are removed by the engine in its own time. */
export abstract class SessionRepository {
  /** Adds a session. */
  abstract add(session: Session): Promise<void>;

  /** Whether this session of this user is stored, as the latest write left it, on whichever replica that was. */
  abstract has(id: string, userId: string): Promise<boolean>;

  /** Removes a session; one that is gone already is no error. */
  abstract remove(id: string): Promise<void>;

  /** Removes all sessions of a user but one. */
  abstract removeAll(userId: string, except?: string): Promise<void>;
}
