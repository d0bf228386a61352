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

interface SessionRow {
  id: string;
  user: string;
  expires_at: number;
}

const toSession = ({ id, user, expires_at }: SessionRow): Session => ({
  id,
  userId: user,
  expiresAt: new Date(expires_at),
});

class SqliteSessionRepository extends SessionRepository {
  private readonly insert;
  private readonly purge;
  private readonly exists;
  private readonly findOne;
  private readonly ofUser;
  private readonly delete;
  private readonly deleteAll;

  constructor(private readonly engine: SqliteEngine) {
    super();
    this.insert = engine.prepare('INSERT INTO sessions (id, user, expires_at) VALUES (:id, :userId, :expires)');
    this.purge = engine.prepare(
      `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= ? LIMIT ${PURGED_AT_ONCE})`,
    );
    this.exists = engine.prepare('SELECT 1 FROM sessions WHERE id = ? AND user = ?');
    this.findOne = engine.prepare('SELECT * FROM sessions WHERE id = ?');
    this.ofUser = engine.prepare(
      'SELECT * FROM sessions WHERE user = ? AND expires_at > ? ORDER BY expires_at DESC, id LIMIT ?',
    );
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
    return this.engine.read(() => this.exists.get(id, userId) !== undefined);
  }

  find(id: string): Promise<Session | undefined> {
    return this.engine.read(() => {
      const row = this.findOne.get(id) as SessionRow | undefined;
      return row && toSession(row);
    });
  }

  list(userId: string, now: Date, limit: number): Promise<Session[]> {
    return this.engine.read(() =>
      (this.ofUser.all(userId, now.getTime(), limit) as unknown as SessionRow[]).map(toSession),
    );
  }

  async remove(id: string): Promise<void> {
    await this.engine.write(() => this.delete.run(id));
  }

  async removeAll(userId: string, except = ''): Promise<void> {
    await this.engine.write(() => this.deleteAll.run(userId, except));
  }
}
