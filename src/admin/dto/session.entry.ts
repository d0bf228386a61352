import type { Session } from '../../auth/session.js';

/** A session as an operator sees it. */
export class SessionEntry {
  id!: string;
  userId!: string;
  expiresAt!: string;

  static from({ id, userId, expiresAt }: Session): SessionEntry {
    return { id, userId, expiresAt: expiresAt.toISOString() };
  }
}
