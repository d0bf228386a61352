import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { anId, aTodo } from '../support/builders.js';
import { store } from '../support/store.js';
import { withApp } from '../support/with-app.js';

/** The todos that the server reads at once; a longer list takes several reads. */
const AT_ONCE = 100;

const app = withApp();
let me: Person;
let other: Person;

beforeEach(async () => {
  me = await app.api.person();
  other = await app.api.person();
});
afterEach(() => vi.restoreAllMocks());

const ids = (todos: { id: string }[]) => todos.map(({ id }) => id);

it('the list is empty for a new user', async () => {
  const { body } = await app.api.call('GET', 'todo', { token: me.token });
  expect(body).toEqual({ statusCode: 200, message: 'Todos is successfully retrieved', data: [], error: null });
});

it('the list has own and assigned todos, oldest first, those of one millisecond by id', async () => {
  const at = (ms: number) => new Date(Date.UTC(2022, 11, 4) + ms);
  const mine = [5, 1, 3, 3, 3].map((ms) => aTodo({ owner: me.id, createdAt: at(ms) }));
  const assigned = [4, 2, 3, 3].map((ms) => aTodo({ owner: other.id, assignee: me.id, createdAt: at(ms) }));
  const both = [3, 6].map((ms) => aTodo({ owner: me.id, assignee: me.id, createdAt: at(ms) }));
  const hidden = [0, 3].map((ms) => aTodo({ owner: other.id, createdBy: me.id, createdAt: at(ms) }));
  await store(app, [...hidden, ...both, ...assigned, ...mine]);
  const expected = [...mine, ...assigned, ...both].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  expect(ids(await app.api.list(me.token))).toEqual(ids(expected));
});

describe('the parameter assignee', () => {
  it('returns the todos assigned to that user that the caller may see', async () => {
    const toOther = await app.api.add(me.token, { title: 'x', assignee: other.id });
    const toMe = await app.api.add(me.token, { title: 'x', assignee: me.id });
    const fromOther = await app.api.add(other.token, { title: 'x', assignee: me.id });
    await app.api.add(me.token);
    await app.api.add(other.token, { title: 'x', assignee: other.id });
    expect(ids(await app.api.list(me.token, `?assignee=${other.id}`))).toEqual([toOther]);
    expect(ids(await app.api.list(me.token, `?assignee=${me.id}`))).toEqual([toMe, fromOther]);
    expect(ids(await app.api.list(me.token, `?assignee=${me.id.toUpperCase()}`))).toEqual([toMe, fromOther]);
    expect(ids(await app.api.list(other.token, `?assignee=${me.id}`))).toEqual([fromOther]);
  });

  it('of an unknown user returns none', async () => {
    await app.api.add(me.token);
    expect(await app.api.list(me.token, `?assignee=${anId()}`)).toEqual([]);
  });

  const good = 'a'.repeat(24);
  it.each([
    'assignee=',
    'assignee',
    'assignee=x',
    `assignee=${'a'.repeat(23)}`,
    `assignee=${'g'.repeat(24)}`,
    `assignee=%20${good}`,
    `assignee=${good}%00`,
    `assignee=${good},${good}`,
    `assignee=${good}&assignee=${good}`,
    `assignee=${good}&assignee=`,
    'assignee=null',
    'assignee=%zz',
  ])('is a 400 as %s', async (query) => {
    const { status, body } = await app.api.call('GET', `todo?${query}`, { token: me.token });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^assignee /);
    expect(body.message).not.toContain(good);
  });
});

it.each(['x=1', 'assignee[$ne]=x', 'Assignee=x', '__proto__=x', 'constructor=x', 'a&a&a', '=', '&&', '%zz=1'])(
  'ignores the unknown parameter in %s',
  async (query) => {
    const id = await app.api.add(me.token);
    expect(ids(await app.api.list(me.token, `?${query}`))).toEqual([id]);
  },
);

describe('a long list', () => {
  it.each([AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE, 5 * AT_ONCE + 3])(
    'of %d todos is complete and in order',
    async (length) => {
      const todos = Array.from({ length }, (_, index) => {
        const createdAt = new Date(Date.UTC(2022, 11, 4) + Math.floor(index / 7));
        const people = index % 3 === 0 ? { owner: other.id, assignee: me.id } : { owner: me.id };
        return aTodo({
          ...people,
          id: me.id.slice(0, 20) + index.toString(16).padStart(4, '0'),
          title: `"${index}" é`,
          createdAt,
        });
      });
      await store(app, [...todos].reverse());
      const listed = await app.api.list(me.token);
      expect(ids(listed)).toEqual(ids(todos));
      expect(listed.map(({ title }) => title)).toEqual(todos.map(({ title }) => title));
    },
  );

  it('is cut off, and so never valid JSON, when the database fails midway', async () => {
    await store(
      app,
      Array.from({ length: AT_ONCE + 1 }, () => aTodo({ owner: me.id })),
    );
    const repository = app.get(TodoRepository);
    const page = repository.page.bind(repository);
    vi.spyOn(repository, 'page').mockImplementation((viewer, query) =>
      query.after ? Promise.reject(new Error('gone')) : page(viewer, query),
    );
    const response = await app.api.fetch('GET', 'todo', { token: me.token });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    vi.restoreAllMocks();
    expect(await app.api.list(me.token)).toHaveLength(AT_ONCE + 1);
  });
});
