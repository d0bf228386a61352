import { beforeEach, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Todo } from '../../src/todo/todo.js';
import { anId, aTodo, OLDEST_FIRST } from '../support/builders.js';
import { store } from '../support/store.js';
import { withApp } from '../support/with-app.js';

const NOW = new Date('2030-01-01T00:00:00.123Z');

const app = withApp();
let todos: TodoRepository;
let [gone, other] = ['', ''];

beforeEach(() => {
  todos = app.get(TodoRepository);
  [gone, other] = [anId(), anId()];
});

const ALL = { order: OLDEST_FIRST, limit: 100_000 };

const seen = (id: string) => todos.page({ id, everyone: false }, ALL);

/** The stored state of these todos; undefined for one that is gone. All are read in one list, past all rights. */
async function rows(some: Todo[]): Promise<(Todo | undefined)[]> {
  const stored = new Map((await todos.page({ id: anId(), everyone: true }, ALL)).map((todo) => [todo.id, todo]));
  return some.map(({ id }) => stored.get(id));
}

const released = (todo: Todo) => ({ ...todo, assignee: undefined, version: todo.version + 1, updatedAt: NOW });

it.each([0, 1, 499, 500, 501, 1_001])(
  'eraseUser deletes %d todos of each own kind and releases as many of others',
  async (count) => {
    const many = (over: Partial<Todo>) => Array.from({ length: count }, () => aTodo(over));
    const [own, own2] = [many({ owner: gone, assignee: other }), many({ owner: gone, assignee: gone })];
    const given = many({ owner: other, assignee: gone, version: 7, dueDate: new Date(0) });
    await store(app, [...own, ...own2, ...given]);
    await todos.eraseUser(gone, NOW);
    expect(await seen(gone)).toEqual([]);
    expect((await rows([...own, ...own2])).filter(Boolean)).toEqual([]);
    expect(await rows(given)).toEqual(given.map(released));
  },
);

it('eraseUser leaves the todos of others unchanged, even those that only name the user', async () => {
  const kept = [
    aTodo({ owner: other, createdBy: gone, title: gone, description: gone }),
    aTodo({ owner: other, assignee: anId(), createdBy: gone }),
    aTodo({ owner: anId(), assignee: other }),
  ];
  await store(app, [...kept, aTodo({ owner: gone })]);
  await todos.eraseUser(gone, NOW);
  expect(await rows(kept)).toEqual(kept);
});

it('eraseUser can be repeated, and run twice at once', async () => {
  const given = Array.from({ length: 700 }, () => aTodo({ owner: other, assignee: gone }));
  await store(app, [...given, ...given.map(() => aTodo({ owner: gone }))]);
  await Promise.all([todos.eraseUser(gone, NOW), todos.eraseUser(gone, NOW)]);
  expect(await rows(given)).toEqual(given.map(released));
  await todos.eraseUser(gone, new Date());
  expect(await rows(given)).toEqual(given.map(released));
  expect(await seen(gone)).toEqual([]);
});

it('eraseUser deletes the idempotency keys of the user', async () => {
  const once = { key: 'k', digest: 'd', expiresAt: new Date(Date.now() + 86_400_000) };
  const [todo, others] = [aTodo({ owner: gone }), aTodo({ owner: other })];
  await Promise.all([todos.addOnce(todo, once), todos.addOnce(others, once)]);
  await todos.eraseUser(gone, NOW);
  const again = aTodo({ owner: gone });
  expect(await todos.addOnce(again, once)).toMatchObject({ id: again.id });
  expect(await todos.addOnce(aTodo({ owner: other }), once)).toMatchObject({ id: others.id });
});
