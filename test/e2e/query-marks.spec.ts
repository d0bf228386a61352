import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => {
  me = await app.api.person();
  for (const status of ['todo', 'inprogress', 'done']) await app.api.add(me.token, { title: status, status });
});

const titles = async (query: string) => (await app.api.list(me.token, `?${query}`)).map(({ title }) => title);

describe('a parameter with brackets after its name is the parameter', () => {
  it.each([
    ['status[]=done', ['done']],
    ['status%5B%5D=done', ['done']],
    ['status[]=done&status[]=todo', ['todo', 'done']],
    ['status[0]=done&status[1]=todo', ['todo', 'done']],
    ['status=done&status[]=todo', ['todo', 'done']],
    ['sort[]=-created_at&status[]=done&status[]=todo', ['done', 'todo']],
    ['unknown[]=x&status=todo', ['todo']],
    ['__proto__[]=x&status=todo', ['todo']],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  it.each([
    ['status[]=nope', 'status must be one of todo, inprogress, done'],
    ['status[]=', 'status must be one of todo, inprogress, done'],
    ['limit=1&limit[]=2', 'limit must be a whole number from 1 to 200'],
    ['assignee[]=x', 'assignee must be an id of 24 hex digits'],
  ])('%s is a 400', async (query, message) => {
    const { status, body } = await app.api.call('GET', `todo?${query}`, { token: me.token });
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });

  it('stands in the Link as it was sent', async () => {
    const { headers } = await app.api.call('GET', 'todo?status[]=done&status[]=todo&limit=1', { token: me.token });
    const next = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toMatch(/^\/api\/todo\?status%5B%5D=done&status%5B%5D=todo&limit=1&cursor=/);
    const { body } = await app.api.call('GET', next, { token: me.token });
    expect(body.data).toMatchObject([{ title: 'done' }]);
  });
});

it('a client may send back a todo as it read it, which changes nothing', async () => {
  const id = await app.api.add(me.token, { title: 'x', description: 'y', dueDate: '2030-01-31', assignee: me.id });
  const before = await app.api.call('GET', `todo/${id}`, { token: me.token });
  const sent = { token: me.token, body: before.body.data };
  expect((await app.api.call('PATCH', `todo/${id}`, sent)).status).toBe(200);
  const after = await app.api.call('GET', `todo/${id}`, { token: me.token });
  expect(after.body).toEqual(before.body);
  expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
});
