import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => {
  me = await app.api.person();
  for (let index = 0; index < 3; index++) await app.api.add(me.token);
});
afterEach(() => vi.restoreAllMocks());

it.each(['todo', 'todo?limit=1', 'todo?status=done&sort=due_date', 'todo?due_after=2022-12-04', 'todo?x=1'])(
  'HEAD %s reads no list',
  async (path) => {
    const page = vi.spyOn(app.get(TodoRepository), 'page');
    const head = await app.api.fetch('HEAD', path, { token: me.token });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(page).not.toHaveBeenCalled();
    const get = await app.api.fetch('GET', path, { token: me.token });
    await get.text();
    expect(page).toHaveBeenCalledTimes(1);
    for (const name of ['content-type', 'cache-control', 'content-security-policy', 'vary', 'etag'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  },
);

it.each([
  ['todo?limit=0', 400],
  ['todo?cursor=x', 400],
  ['todo?due_after=2022-12-04&sort=created_at', 400],
  ['todo?assignee=', 400],
])('HEAD %s is refused as GET is, with %d', async (path, status) => {
  expect((await app.api.fetch('HEAD', path, { token: me.token })).status).toBe(status);
  expect((await app.api.fetch('HEAD', path)).status).toBe(401);
});
