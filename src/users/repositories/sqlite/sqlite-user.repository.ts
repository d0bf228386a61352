import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import type { User, UserChanges } from '../../user.js';
import { userMigrations } from './user.migrations.js';
import { toUser, type UserRow } from './user.rows.js';
import { UserRepository } from '../user.repository.js';

/** Migrates the table and opens the adapter of the port on SQLite. */
export function open(engine: SqliteEngine): UserRepository {
  engine.apply(userMigrations);
  return new SqliteUserRepository(engine);
}

const INSERT = `
  INSERT INTO users (id, email, first_name, last_name, password_hash, created_at, updated_at)
  VALUES (:id, :email, :first, :last, :hash, :created, :updated)`;

/** `%` is the character after `$`. A hash begins with its version and its cost, so those of one version sort by cost. */
const COSTLIEST = `
  SELECT password_hash AS hash FROM users WHERE password_hash >= '$2b$' AND password_hash < '$2b%'
  ORDER BY password_hash DESC LIMIT 1`;

class SqliteUserRepository extends UserRepository {
  constructor(private readonly engine: SqliteEngine) {
    super();
  }

  async add(user: User): Promise<void> {
    const row = {
      id: user.id,
      email: user.email,
      first: user.firstName ?? null,
      last: user.lastName ?? null,
      hash: user.passwordHash,
      created: user.createdAt.getTime(),
      updated: user.updatedAt.getTime(),
    };
    await this.engine.write(() => this.engine.prepare(INSERT).run(row));
  }

  find(id: string): Promise<User | undefined> {
    return this.one('SELECT * FROM users WHERE id = ?', id);
  }

  findByEmail(email: string): Promise<User | undefined> {
    return this.one('SELECT * FROM users WHERE email = ?', email);
  }

  async costliestHash(): Promise<string | undefined> {
    const select = this.engine.prepare(COSTLIEST);
    return this.engine.read(() => (select.get() as { hash: string } | undefined)?.hash);
  }

  async change(id: string, changes: UserChanges, now: Date, known?: string): Promise<User | undefined> {
    const columns = { first_name: changes.firstName, last_name: changes.lastName, password_hash: changes.passwordHash };
    const set = Object.entries(columns).filter(([, value]) => value !== undefined) as [string, string | null][];
    const update = this.engine.prepare(
      `UPDATE users SET ${set.map(([column]) => `${column} = :${column},`).join(' ')} updated_at = :now
       WHERE id = :id ${known === undefined ? '' : 'AND password_hash = :known'} RETURNING *`,
    );
    const params = { ...Object.fromEntries(set), id, now: now.getTime(), ...(known === undefined ? {} : { known }) };
    const row = await this.engine.write(() => update.get(params) as UserRow | undefined);
    return row && toUser(row);
  }

  async markErasing(id: string): Promise<void> {
    await this.engine.write(() => this.engine.prepare('UPDATE users SET erasing = 1 WHERE id = ?').run(id));
  }

  async findErasing(): Promise<string[]> {
    const select = this.engine.prepare('SELECT id FROM users WHERE erasing = 1');
    return (await this.engine.read(() => select.all())).map(({ id }) => String(id));
  }

  async remove(id: string): Promise<void> {
    await this.engine.write(() => this.engine.prepare('DELETE FROM users WHERE id = ?').run(id));
  }

  private async one(sql: string, key: string): Promise<User | undefined> {
    const row = await this.engine.read(() => this.engine.prepare(sql).get(key) as UserRow | undefined);
    return row && toUser(row);
  }
}
