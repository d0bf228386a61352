// Stores the fixture in a database whose tables and indexes the build of our server has made.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import bcrypt from 'bcryptjs';
import { mongo } from 'mongoose';
import { type FixtureTodo, PASSWORD, people, type Person, SECRET, slowReaders } from './fixture.ts';

const BCRYPT_COST = 10;
const MIGRATION_MS = 120_000;
const BATCH = 10_000;
const LAST_INSTANT = 8_640_000_000_000_000;
const SESSION_MS = 12 * 60 * 60 * 1000;

/** Lets a build make its tables, or collections, and indexes. */
export function migrate(dist: string, cwd: string, env: Record<string, string>): void {
  const { PATH } = process.env;
  execFileSync(process.execPath, [join(dist, 'migrate.js')], {
    cwd,
    env: { PATH, JWT_SECRET: SECRET, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: MIGRATION_MS,
  });
}

const everybody = async (): Promise<(Person & { hash: string })[]> => {
  const hash = await bcrypt.hash(PASSWORD, BCRYPT_COST);
  return [...Object.values(people), ...slowReaders].map((person) => ({ ...person, hash }));
};

/** Makes a data folder with the users and some todos. */
export async function fillSqlite(dist: string, dir: string, todos: Iterable<FixtureTodo>): Promise<void> {
  mkdirSync(dir, { recursive: true });
  migrate(dist, dir, { DATA_DIR: dir });
  const db = new DatabaseSync(join(dir, 'todo.db'));
  const indexes = db.prepare(
    "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'todos' AND sql LIKE 'CREATE INDEX%'",
  );
  const found = indexes.all();
  // To make an index at the end is many times faster than to keep it up to date.
  db.exec(['PRAGMA synchronous = OFF', 'BEGIN', ...found.map(({ name }) => `DROP INDEX ${String(name)}`)].join(';'));
  const user = db.prepare(
    `INSERT INTO users (id, email, email_typed, email_key, password_hash, created_at, updated_at)
     VALUES (:id, :email, :email, :email, :hash, 0, 0)`,
  );
  const session = db.prepare('INSERT INTO sessions (id, user, expires_at) VALUES (?, ?, ?)');
  for (const { id, email, hash, jti } of await everybody()) {
    user.run({ id, email, hash });
    session.run(jti, id, Date.now() + SESSION_MS);
  }
  const insert = db.prepare(
    `INSERT INTO todos (id, owner, assignee, created_by, title, description, status, due_date, created_at, updated_at, version)
     VALUES (:id, :owner, :assignee, :owner, :title, :description, :status, :dueDate, :createdAt, :createdAt, 1)`,
  );
  for (const { assignee = null, dueDate = null, ...todo } of todos) insert.run({ ...todo, assignee, dueDate });
  db.exec([...found.map(({ sql }) => String(sql)), 'COMMIT'].join(';'));
  db.close();
}

/** Fills a database of MongoDB with the users and some todos. */
export async function fillMongo(dist: string, dir: string, uri: string, todos: Iterable<FixtureTodo>): Promise<void> {
  migrate(dist, dir, { MONGODB_URI: uri });
  const client = new mongo.MongoClient(uri, { ignoreUndefined: true });
  try {
    const db = client.db();
    const persons = await everybody();
    await db.collection('users').insertMany(
      persons.map(({ email, hash, ...person }) => ({
        _id: id(person.id),
        email,
        email_typed: email,
        email_key: email,
        password_hash: hash,
        created_at: new Date(0),
        updated_at: new Date(0),
      })),
    );
    const expires_at = new Date(Date.now() + SESSION_MS);
    const sessions = persons.map((person) => ({ _id: person.jti, user: id(person.id), expires_at }));
    await db.collection<{ _id: string }>('sessions').insertMany(sessions);
    await fillTodos(db, todos);
  } finally {
    await client.close();
  }
}

const id = (text: string) => new mongo.ObjectId(text);

const toDocument = (todo: FixtureTodo) => ({
  _id: id(todo.id),
  owner: id(todo.owner),
  assignee: todo.assignee === undefined ? undefined : id(todo.assignee),
  createdBy: id(todo.owner),
  title: todo.title,
  description: todo.description,
  status: todo.status,
  due_date: todo.dueDate === undefined ? undefined : new Date(todo.dueDate),
  due_key: new Date(todo.dueDate ?? LAST_INSTANT),
  created_at: new Date(todo.createdAt),
  updated_at: new Date(todo.createdAt),
  version: 1,
});

/** The indexes are made at the end, as above. */
async function fillTodos(db: mongo.Db, todos: Iterable<FixtureTodo>): Promise<void> {
  const collection = db.collection('todos');
  const indexes = (await collection.indexes()).filter(({ name }) => name !== '_id_');
  await collection.dropIndexes();
  for (const batch of batches(todos)) await collection.insertMany(batch.map(toDocument), { ordered: false });
  await collection.createIndexes(indexes.map(({ v: _, ...index }) => index as mongo.IndexDescription));
}

function* batches(todos: Iterable<FixtureTodo>): Generator<FixtureTodo[]> {
  let batch: FixtureTodo[] = [];
  for (const todo of todos) {
    batch.push(todo);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
