import type { DatabaseSync } from 'node:sqlite';
import { translate } from './sqlite.errors.js';

interface Write {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/**
 * Makes all writes of one tick share a transaction, and with it the one fsync of its COMMIT, which is nearly all that a
 * small write costs. Nobody is answered before the COMMIT.
 */
export class GroupCommit {
  private waiting: Write[] = [];

  constructor(private readonly db: DatabaseSync) {}

  /**
   * Runs `work`, one statement, in the next transaction and resolves with its result after the COMMIT. What it throws
   * undoes that statement only and rejects; when BEGIN or COMMIT fails, all of the group reject and nothing was done.
   */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({ work, resolve, reject });
    });
  }

  /** Commits what is waiting, without waiting for the next tick. */
  flush(): void {
    const group = this.waiting;
    this.waiting = [];
    if (group.length === 0) return;
    try {
      const settle = this.commit(group);
      for (const each of settle) each();
    } catch (error) {
      const reason = translate(error);
      for (const { reject } of group) reject(reason);
    }
  }

  /** @returns what tells each writer its result. @throws what made the whole group fail, after a rollback */
  private commit(group: Write[]): (() => void)[] {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const settle = group.map(({ work, resolve, reject }) => {
        try {
          const value = work();
          return () => resolve(value as never);
        } catch (error) {
          if (!this.db.isTransaction) throw error;
          return () => reject(translate(error));
        }
      });
      this.db.exec('COMMIT');
      return settle;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }
}
