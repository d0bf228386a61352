import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import mongoose from 'mongoose';
import type { User } from '../../src/users/user.js';

/** The users of the test's database as they are stored, without the application. */
export interface StoredUsers {
  /** Adds users as the releases before `email_key` did. */
  addOld(users: readonly User[]): Promise<void>;
  /** The keys of all users, by id; null where there is none. */
  keys(): Promise<Map<string, string | null>>;
  /** The `email` of a user, which those releases compare. */
  plainEmail(id: string): Promise<unknown>;
  /** Makes the write of a key to this user wait until `letGo`. The writer is to be killed before that. */
  holdUp(id: string): Promise<void>;
  letGo(): Promise<void>;
  close(): Promise<void>;
}

export const storedUsers = (): StoredUsers => {
  const { MONGODB_URI, DATA_DIR = '' } = process.env;
  return MONGODB_URI === undefined ? new SqliteUsers(join(DATA_DIR, 'todo.db')) : new MongoUsers(MONGODB_URI);
};

const INSERT = `
  INSERT INTO users (id, email, first_name, last_name, password_hash, created_at, updated_at)
  VALUES (:id, :email, :first, :last, :hash, :created, :updated)`;

class SqliteUsers implements StoredUsers {
  constructor(private readonly path: string) {}

  async addOld(users: readonly User[]): Promise<void> {
    this.open((db) => {
      const insert = db.prepare(INSERT);
      db.exec('BEGIN IMMEDIATE');
      for (const { id, email, firstName, lastName, passwordHash, createdAt, updatedAt } of users) {
        const names = { first: firstName ?? null, last: lastName ?? null };
        const times = { created: createdAt.getTime(), updated: updatedAt.getTime() };
        insert.run({ id, email, hash: passwordHash, ...names, ...times });
      }
      db.exec('COMMIT');
    });
  }

  async keys(): Promise<Map<string, string | null>> {
    const rows = this.open((db) => db.prepare('SELECT id, email_key FROM users').all());
    return new Map(rows.map(({ id, email_key }) => [String(id), email_key as string | null]));
  }

  async plainEmail(id: string): Promise<unknown> {
    return this.open((db) => db.prepare('SELECT email FROM users WHERE id = ?').get(id)?.email);
  }

  /** The trigger computes without end. */
  async holdUp(id: string): Promise<void> {
    this.open((db) => {
      db.exec(`
        CREATE VIEW endless AS
          WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT max(n) FROM numbers;
        CREATE TRIGGER hold_up BEFORE UPDATE OF email_key ON users WHEN NEW.id = '${id}' BEGIN
          SELECT * FROM endless;
        END`);
    });
  }

  async letGo(): Promise<void> {
    this.open((db) => db.exec('DROP TRIGGER hold_up; DROP VIEW endless'));
  }

  async close(): Promise<void> {}

  private open<T>(work: (db: DatabaseSync) => T): T {
    const db = new DatabaseSync(this.path, { timeout: 10_000 });
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
}

interface Stored {
  _id: mongoose.Types.ObjectId;
  email: string;
  email_key?: string;
}

class MongoUsers implements StoredUsers {
  private readonly client: mongoose.mongo.MongoClient;
  private session?: mongoose.mongo.ClientSession;

  constructor(uri: string) {
    this.client = new mongoose.mongo.MongoClient(uri);
  }

  async addOld(users: readonly User[]): Promise<void> {
    const documents = users.map(({ id, email, firstName, lastName, passwordHash, createdAt, updatedAt }) => ({
      _id: new mongoose.Types.ObjectId(id),
      email,
      ...(firstName === undefined ? {} : { first_name: firstName }),
      ...(lastName === undefined ? {} : { last_name: lastName }),
      password_hash: passwordHash,
      created_at: createdAt,
      updated_at: updatedAt,
    }));
    await this.users.insertMany(documents);
  }

  async keys(): Promise<Map<string, string | null>> {
    const stored = await this.users.find().toArray();
    return new Map(stored.map(({ _id, email_key }) => [_id.toHexString(), email_key ?? null]));
  }

  async plainEmail(id: string): Promise<unknown> {
    return (await this.users.findOne({ _id: new mongoose.Types.ObjectId(id) }))?.email;
  }

  /** The open transaction has the document to itself. */
  async holdUp(id: string): Promise<void> {
    this.session = this.client.startSession();
    this.session.startTransaction();
    const held = { $set: { held: true } };
    await this.users.updateOne({ _id: new mongoose.Types.ObjectId(id) }, held, { session: this.session });
  }

  async letGo(): Promise<void> {
    await this.session?.abortTransaction();
    await this.session?.endSession();
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private get users() {
    return this.client.db().collection<Stored>('users');
  }
}
