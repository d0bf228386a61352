import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Todo } from '../../../src/todo/todo.ts';
import type { Client } from '../../support/nodes.ts';
import { built } from '../../support/built.ts';

export const TODOS = 200_000;
const AT_ONCE = 5_000;
const FIRST = Date.UTC(2026, 0, 1);
const OTHER = 'f'.repeat(24);

/** The place of a todo in the list, as its id tells. */
export const idOf = (index: number): string => index.toString(16).padStart(24, '0');

/** One todo of the caller's: two thirds their own, the others given to them, eight added in the same millisecond. */
function todoOf(me: string, index: number): Todo {
  const createdAt = new Date(FIRST + Math.floor(index / 8));
  const people = index % 3 === 0 ? { owner: OTHER, assignee: me } : { owner: me };
  return {
    ...people,
    id: idOf(index),
    createdBy: people.owner,
    title: `Todo ${index}`,
    description: 'something that is to be done, said in a few words',
    status: 'todo',
    dueDate: index % 2 ? new Date(FIRST) : undefined,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

function* parts(me: string): Generator<Todo[]> {
  for (let from = 0; from < TODOS; from += AT_ONCE)
    yield Array.from({ length: Math.min(AT_ONCE, TODOS - from) }, (_, index) => todoOf(me, from + index));
}

/** Fills the embedded database beside the server that has opened it. */
export async function fillSqlite(dir: string, me: string): Promise<void> {
  const { toRow } = await built<{ toRow: (todo: Todo) => Record<string, string | number | null> }>(
    'todo/repositories/sqlite/todo.rows.js',
  );
  const db = new DatabaseSync(join(dir, 'todo.db'));
  for (const some of parts(me)) {
    db.exec('BEGIN');
    for (const row of some.map(toRow)) {
      const names = Object.keys(row);
      db.prepare(`INSERT INTO todos (${names.join()}) VALUES (${names.map((name) => `:${name}`).join()})`).run(row);
    }
    db.exec('COMMIT');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Fills the collection beside the server. */
export async function fillMongodb(client: Client, database: string, me: string): Promise<void> {
  const { toDocument } = await built<{ toDocument: (todo: Todo) => Record<string, never> }>(
    'todo/repositories/mongo/todo.document.js',
  );
  const todos = client.db(database).collection('todos');
  for (const some of parts(me)) await todos.insertMany(some.map(toDocument), { ordered: false, ignoreUndefined: true });
}
