// Our group commit, for a contender that is to have it: all writes of one tick share one transaction.
import type { DatabaseSync } from 'node:sqlite';

interface Write {
  work: () => unknown;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

export class GroupCommit {
  private waiting: Write[] = [];
  private readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  /** Runs `work` in the next transaction, and resolves with its result after the COMMIT. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({ work, resolve, reject });
    });
  }

  private flush(): void {
    const group = this.waiting;
    this.waiting = [];
    try {
      this.db.exec('BEGIN IMMEDIATE');
      const settle = group.map(({ work, resolve, reject }) => {
        try {
          const value = work();
          return () => resolve(value as never);
        } catch (error) {
          return () => reject(error);
        }
      });
      this.db.exec('COMMIT');
      for (const each of settle) each();
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      for (const { reject } of group) reject(error);
    }
  }
}
