import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Todo } from '../../src/todo/todo.js';
import type { TestApp } from './app.js';

/** More at once would wait for each other, and on a slow machine for longer than an operation may take. */
const AT_ONCE = 25;

/** Stores todos as `add` of the repository does. MongoDB gets them in one call, which is many times faster. */
export async function store(app: Pick<TestApp, 'get'>, todos: Todo[]): Promise<void> {
  if (process.env.MONGODB_URI !== undefined) return insertMany(process.env.MONGODB_URI, todos);
  const repository = app.get(TodoRepository);
  for (let from = 0; from < todos.length; from += AT_ONCE) {
    await Promise.all(todos.slice(from, from + AT_ONCE).map((todo) => repository.add(todo)));
  }
}

async function insertMany(uri: string, todos: Todo[]): Promise<void> {
  if (todos.length === 0) return;
  // Imported only here, since the embedded engine is tested without MongoDB.
  const { mongo } = await import('mongoose');
  const { toDocument } = await import('../../src/todo/repositories/mongo/todo.document.js');
  const client = new mongo.MongoClient(uri, { ignoreUndefined: true });
  try {
    await client.db().collection('todos').insertMany(todos.map(toDocument));
  } finally {
    await client.close();
  }
}
