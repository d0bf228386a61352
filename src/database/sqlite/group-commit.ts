import type { DatabaseSync } from 'node:sqlite';
import { translate } from './sqlite.errors.js';

interface Write {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/**
 * Runs all writes of one tick in one transaction. They share the fsync of its COMMIT, which is nearly the whole cost of a
 * small write. No write resolves before the COMMIT.
 */
export class GroupCommit {
  private waiting: Write[] = [];

  constructor(private readonly db: DatabaseSync) {}

  /**
   * Runs `work`, one statement, in the next transaction and resolves with its result after the COMMIT. If `work` throws, its
   * statement alone is undone and its promise rejects. If BEGIN or COMMIT fails, every write of the group rejects and none
   * is done.
   */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({ work, resolve, reject });
    });
  }

  /** Commits the waiting writes at once, without waiting for the next tick. */
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

  /** @returns functions that settle the promise of each write @throws after a rollback, the error that failed the group */
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
