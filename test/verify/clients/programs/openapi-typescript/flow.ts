// Uses every operation of the API at the address in the first argument, by the types that openapi-typescript generates.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './todo-api.js';

const api = createClient<paths>({ baseUrl: process.argv[2] ?? '' });
const email = `${crypto.randomUUID()}@example.com`;
const password = 'correct horse';

/** The body of a success. @throws for a refusal */
function succeeded<T>({ data, error }: { data?: T; error?: { message: string | null } }): T {
  assert(data !== undefined, error?.message ?? 'no body');
  return data;
}

succeeded(await api.POST('/register', { body: { email, password, firstName: 'Ada' } }));
const token = succeeded(await api.POST('/login', { body: { email, password } })).data;
api.use({ onRequest: ({ request }) => request.headers.set('Authorization', `Bearer ${token}`) });

const me = succeeded(await api.GET('/users/me')).data;
assert.equal(me.email, email);
assert.equal(succeeded(await api.PATCH('/users/me', { body: { lastName: 'Lovelace' } })).data.lastName, 'Lovelace');
assert.deepEqual(succeeded(await api.GET('/users', { params: { query: { email } } })).data[0]?.id, me.id);
assert.equal(succeeded(await api.GET('/users/{id}', { params: { path: { id: me.id } } })).data.firstName, 'Ada');

const add = (title: string, key: string) =>
  api.POST('/todo', {
    body: { title, dueDate: '2030-01-31', assignee: me.id },
    params: { header: { 'Idempotency-Key': key } },
  });
const first = await add('first', 'key-1');
const again = await add('first', 'key-1');
succeeded(first);
assert.equal(again.response.headers.get('Location'), first.response.headers.get('Location'));
for (const title of ['second', 'third']) succeeded(await add(title, title));

type Todo = components['schemas']['Todo'];
const todos: Todo[] = [];
let cursor: string | undefined;
do {
  const page = await api.GET('/todo', { params: { query: { limit: 2, status: ['todo'], cursor } } });
  todos.push(...succeeded(page).data);
  const next = /^<([^>]+)>/.exec(page.response.headers.get('Link') ?? '')?.[1];
  cursor = next && (new URL(next, page.response.url).searchParams.get('cursor') ?? undefined);
} while (cursor);
assert.deepEqual(
  todos.map(({ title, due_date }) => [title, due_date]),
  ['first', 'second', 'third'].map((title) => [title, '2030-01-31T00:00:00.000Z']),
);

const todoId = todos[0]?.id ?? '';
const path = { todoId };
const read = await api.GET('/todo/{todoId}', { params: { path } });
assert.equal(succeeded(read).data.title, 'first');
const tag = read.response.headers.get('ETag') ?? '';
const same = await api.GET('/todo/{todoId}', { params: { path, header: { 'If-None-Match': tag } } });
assert.equal(same.response.status, 304);

const edit = { params: { path, header: { 'If-Match': tag } }, body: { dueDate: null, description: 'edited' } };
succeeded(await api.PATCH('/todo/{todoId}', edit));
const stale = await api.PATCH('/todo/{todoId}', { ...edit, body: { title: 'another' } });
assert.equal(stale.error?.statusCode, 412);
succeeded(await api.PATCH('/todo/{todo_id}/{status}', { params: { path: { todo_id: todoId, status: 'done' } } }));
const { data: edited } = succeeded(await api.GET('/todo/{todoId}', { params: { path } }));
assert.deepEqual([edited.status, edited.description, edited.due_date], ['done', 'edited', undefined]);
succeeded(await api.DELETE('/todo/{todoId}', { params: { path } }));
assert.equal((await api.GET('/todo/{todoId}', { params: { path } })).error?.statusCode, 404);

succeeded(await api.POST('/logout', { body: {} }));
assert.equal((await api.GET('/todo')).error?.message, 'The access token is revoked');
const anew = succeeded(await api.POST('/login', { body: { email, password } })).data;
const headers = { Authorization: `Bearer ${anew}` };
succeeded(
  await createClient<paths>({ baseUrl: process.argv[2], headers }).DELETE('/users/me', {
    body: { currentPassword: password },
  }),
);
console.log('the flow has succeeded');
