import type { SqliteEngine } from '../../database/sqlite/sqlite.engine.js';
import type { User } from '../user.js';
import { userMigrations } from './sqlite-user.migrations.js';
import { UserRepository } from './user.repository.js';

interface Row {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  password_hash: string;
  created_at: number;
  updated_at: number;
}

const toUser = (row: Row): User => ({
  id: row.id,
  email: row.email,
  firstName: row.first_name ?? undefined,
  lastName: row.last_name ?? undefined,
  passwordHash: row.password_hash,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

/** Brings the table up to date. */
export function open(engine: SqliteEngine): UserRepository {
  engine.migrate(userMigrations);
  return new SqliteUserRepository(engine);
}

class SqliteUserRepository extends UserRepository {
  private readonly insert;
  private readonly byEmail;
  private readonly setHash;

  constructor(private readonly engine: SqliteEngine) {
    super();
    this.insert = engine.prepare('INSERT INTO users VALUES (:id, :email, :first, :last, :hash, :created, :updated)');
    this.byEmail = engine.prepare('SELECT * FROM users WHERE email = ?');
    this.setHash = engine.prepare('UPDATE users SET password_hash = :hash WHERE id = :id AND password_hash = :known');
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
    await this.engine.write(() => this.insert.run(row));
  }

  async findByEmail(email: string): Promise<User | undefined> {
    const row = await this.engine.read(() => this.byEmail.get(email) as Row | undefined);
    return row && toUser(row);
  }

  async replacePasswordHash(id: string, known: string, hash: string): Promise<void> {
    await this.engine.write(() => this.setHash.run({ id, known, hash }));
  }
}
