import { PURGED_AT_ONCE } from '../../../database/sqlite/purge.js';
import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import type { Session } from '../../session.js';
import { SessionRepository } from '../session.repository.js';
import { sessionMigrations } from './session.migrations.js';

/** Brings the table up to date. */
export function open(engine: SqliteEngine): SessionRepository {
  engine.apply(sessionMigrations);
  return new SqliteSessionRepository(engine);
}

class SqliteSessionRepository extends SessionRepository {
  private readonly insert;
  private readonly purge;
  private readonly find;
  private readonly delete;
  private readonly deleteAll;

  constructor(private readonly engine: SqliteEngine) {
    super();
    this.insert = engine.prepare('INSERT INTO sessions (id, user, expires_at) VALUES (:id, :userId, :expires)');
    this.purge = engine.prepare(
      `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= ? LIMIT ${PURGED_AT_ONCE})`,
    );
    this.find = engine.prepare('SELECT 1 FROM sessions WHERE id = ? AND user = ?');
    this.delete = engine.prepare('DELETE FROM sessions WHERE id = ?');
    this.deleteAll = engine.prepare('DELETE FROM sessions WHERE user = ? AND id <> ?');
  }

  /** Every sign-in also removes the expired sessions, so the table holds little more than the sessions in use. */
  async add({ id, userId, expiresAt }: Session): Promise<void> {
    const expired = this.engine.write(() => this.purge.run(Date.now()));
    const added = this.engine.write(() => this.insert.run({ id, userId, expires: expiresAt.getTime() }));
    await Promise.all([expired, added]);
  }

  has(id: string, userId: string): Promise<boolean> {
    return this.engine.read(() => this.find.get(id, userId) !== undefined);
  }

  async remove(id: string): Promise<void> {
    await this.engine.write(() => this.delete.run(id));
  }

  async removeAll(userId: string, except = ''): Promise<void> {
    await this.engine.write(() => this.deleteAll.run(userId, except));
  }
}
