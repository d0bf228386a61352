import type { Params } from '../../../database/sqlite/edits.js';
import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import { Duplicate } from '../../../errors.js';
import { emailKey, plainEmail } from '../../email.js';
import type { KnownPassword, User, UserChanges } from '../../user.js';
import { emailKeys } from './email-keys.js';
import { userMigrations } from './user.migrations.js';
import { toUser, type UserRow } from './user.rows.js';
import { type ChangingMark, UserRepository } from '../user.repository.js';

/** Migrates the table, names the data migration and opens the adapter of the port on SQLite. */
export function open(engine: SqliteEngine): UserRepository {
  engine.apply(userMigrations);
  engine.dataMigrations.push(emailKeys(engine));
  return new SqliteUserRepository(engine);
}

const INSERT = `
  INSERT INTO users (id, email, email_typed, email_key, first_name, last_name, password_hash, created_at, updated_at)
  VALUES (:id, :email, :typed, :key, :first, :last, :hash, :created, :updated)`;

/** Few: the data migration has given a key to every other user. */
const WITHOUT_KEY = 'SELECT email FROM users INDEXED BY users_without_key WHERE email_key IS NULL';

/** `%` is the character after `$`. A hash begins with its version and its cost, so those of one version sort by cost. */
const COSTLIEST = `
  SELECT password_hash AS hash FROM users WHERE password_hash >= '$2b$' AND password_hash < '$2b%'
  ORDER BY password_hash DESC LIMIT 1`;

const MARK_CHANGING = `
  UPDATE users SET changing_until = :until
  WHERE id = :id AND password_hash = :hash AND coalesce(changing_until, 0) <= :now`;

const DISABLE = `
  UPDATE users SET disabled_hash = password_hash, password_hash = :hash, changing_until = NULL, updated_at = :now
  WHERE id = :id AND disabled_hash IS NULL RETURNING *`;

const ENABLE = `
  UPDATE users SET password_hash = disabled_hash, disabled_hash = NULL, changing_until = NULL, updated_at = :now
  WHERE id = :id AND disabled_hash IS NOT NULL RETURNING *`;

class SqliteUserRepository extends UserRepository {
  constructor(private readonly engine: SqliteEngine) {
    super();
  }

  async add(user: User): Promise<void> {
    const key = emailKey(user.email) ?? null;
    const row = {
      id: user.id,
      email: plainEmail(user.email),
      typed: user.email,
      key,
      first: user.firstName ?? null,
      last: user.lastName ?? null,
      hash: user.passwordHash,
      created: user.createdAt.getTime(),
      updated: user.updatedAt.getTime(),
    };
    this.engine.demandSpace();
    await this.engine.write(() => {
      if (this.isKeyOfOneWithout(key)) throw new Duplicate('a user without a key has this email');
      this.engine.prepare(INSERT).run(row);
    });
  }

  find(id: string): Promise<User | undefined> {
    return this.engine.read(() => toUserIfAny(this.row('SELECT * FROM users WHERE id = ?', id)));
  }

  findByEmail(email: string): Promise<User | undefined> {
    const key = emailKey(email) ?? null;
    return this.engine.read(() => {
      const row = this.row('SELECT * FROM users WHERE email = ?', plainEmail(email));
      return toUserIfAny(row ?? this.row('SELECT * FROM users WHERE email_key = ?', key));
    });
  }

  page(limit: number, after = ''): Promise<User[]> {
    const select = this.engine.prepare('SELECT * FROM users WHERE email > ? ORDER BY email LIMIT ?');
    return this.engine.read(() => (select.all(plainEmail(after), limit) as unknown as UserRow[]).map(toUser));
  }

  async costliestHash(): Promise<string | undefined> {
    const select = this.engine.prepare(COSTLIEST);
    return this.engine.read(() => (select.get() as { hash: string } | undefined)?.hash);
  }

  async change(id: string, changes: UserChanges, now: Date, known?: KnownPassword): Promise<User | undefined> {
    const { firstName: first_name, lastName: last_name, passwordHash: password_hash } = changes;
    const { disabledHash: disabled_hash } = changes;
    if (first_name || last_name) this.engine.demandSpace();
    const changing_until = (password_hash ?? disabled_hash) === undefined ? undefined : null;
    const set = sent({ first_name, last_name, password_hash, disabled_hash, changing_until });
    const until = known?.changingUntil;
    const where = sent({ password_hash: known?.passwordHash, changing_until: until ? until.getTime() : until });
    const update = this.engine.prepare(
      `UPDATE users SET ${set.map(([column]) => `${column} = :${column},`).join(' ')} updated_at = :now
       WHERE id = :id ${where.map(([column]) => `AND ${column} IS :known_${column}`).join(' ')} RETURNING *`,
    );
    const params = Object.fromEntries([...set, ...where.map(([column, value]) => [`known_${column}`, value] as const)]);
    const row = await this.engine.write(() => update.get({ ...params, id, now: now.getTime() }) as UserRow | undefined);
    return toUserIfAny(row);
  }

  async markChanging(id: string, { passwordHash, now, until }: ChangingMark): Promise<boolean> {
    const params = { id, hash: passwordHash, now: now.getTime(), until: until.getTime() };
    return (await this.engine.write(() => this.engine.prepare(MARK_CHANGING).run(params))).changes === 1;
  }

  async unmarkChanging(id: string, until: Date): Promise<void> {
    const update = this.engine.prepare('UPDATE users SET changing_until = NULL WHERE id = ? AND changing_until = ?');
    await this.engine.write(() => update.run(id, until.getTime()));
  }

  disable(id: string, noPassword: string, now: Date): Promise<User | undefined> {
    return this.updateOrFind(id, DISABLE, { id, hash: noPassword, now: now.getTime() });
  }

  enable(id: string, now: Date): Promise<User | undefined> {
    return this.updateOrFind(id, ENABLE, { id, now: now.getTime() });
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

  /** Runs an update of one user. @returns the user afterwards, also when the update leaves them as they are */
  private async updateOrFind(id: string, sql: string, params: Params): Promise<User | undefined> {
    const update = this.engine.prepare(sql);
    const row = await this.engine.write(() => update.get(params) as UserRow | undefined);
    return row ? toUser(row) : this.find(id);
  }

  private row(sql: string, value: string | null): UserRow | undefined {
    return this.engine.prepare(sql).get(value) as UserRow | undefined;
  }

  /** Whether this is the key of a user who has none: an older release added them, or another user had it first. */
  private isKeyOfOneWithout(key: string | null): boolean {
    const rows = this.engine.prepare(WITHOUT_KEY).all();
    return key !== null && rows.some(({ email }) => emailKey(String(email)) === key);
  }
}

const toUserIfAny = (row: UserRow | undefined): User | undefined => row && toUser(row);

/** The columns that have a value, and the values. */
const sent = <T>(columns: Record<string, T | undefined>) =>
  Object.entries(columns).filter((entry): entry is [string, T] => entry[1] !== undefined);
