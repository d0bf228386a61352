import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { aTodo } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => {
  me = await app.api.person();
  for (let index = 0; index < 3; index++) await app.api.add(me.token);
});
afterEach(() => vi.restoreAllMocks());

it.each([
  'todo',
  'todo?limit=1',
  'todo?limit=2&sort=-created_at',
  'todo?limit=3',
  'todo?status=done&sort=due_date',
  'todo?due_after=2022-12-04',
  'todo?x=1',
])('HEAD %s has the headers of GET, and no body', async (path) => {
  const head = await app.api.fetch('HEAD', path, { token: me.token });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
  const get = await app.api.fetch('GET', path, { token: me.token });
  await get.text();
  // The client sends `Connection: close` with every HEAD.
  const own = ['date', 'x-request-id', 'connection', 'keep-alive'];
  const others = ({ headers }: Response) => [...headers].filter(([name]) => !own.includes(name));
  expect(others(head)).toEqual(others(get));
  expect(head.headers.has('link')).toBe(/limit=[12]/.test(path));
});

it('HEAD of a long list reads its first part only', async () => {
  const page = vi.spyOn(app.get(TodoRepository), 'page');
  page.mockResolvedValue(Array.from({ length: 100 }, () => aTodo({ owner: me.id })));
  const head = await app.api.fetch('HEAD', 'todo', { token: me.token });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(page).toHaveBeenCalledTimes(1);
});

it.each([
  ['todo?limit=0', 400],
  ['todo?cursor=x', 400],
  ['todo?due_after=2022-12-04&sort=created_at', 400],
  ['todo?assignee=', 400],
])('HEAD %s is refused as GET is, with %d', async (path, status) => {
  expect((await app.api.fetch('HEAD', path, { token: me.token })).status).toBe(status);
  expect((await app.api.fetch('HEAD', path)).status).toBe(401);
});
