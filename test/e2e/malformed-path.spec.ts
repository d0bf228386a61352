import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => {
  me = await app.api.person();
});

const ID = 'a'.repeat(24);
const NOT_AN_ID = 'must be an id of 24 hex digits';

it.each([
  ['GET', 'todo/100%', `todoId ${NOT_AN_ID}`],
  ['GET', 'todo/%', `todoId ${NOT_AN_ID}`],
  ['GET', 'todo/%zz?x=%', `todoId ${NOT_AN_ID}`],
  ['PATCH', 'todo/%E0%A4%A', `todoId ${NOT_AN_ID}`],
  ['DELETE', 'todo/%80', `todoId ${NOT_AN_ID}`],
  ['PATCH', 'todo/%C0%AF/done', `todo_id ${NOT_AN_ID}`],
  ['PATCH', `todo/${ID}/%`, 'status must be one of todo, inprogress, done'],
  ['PATCH', `todo/${ID}/d%6Fne%`, 'status must be one of todo, inprogress, done'],
  ['GET', 'users/%E0%A4%A', `id ${NOT_AN_ID}`],
  ['GET', 'users/%%', `id ${NOT_AN_ID}`],
])('%s %s is a 401 without a token, and a 400 of its parameter with one', async (method, path, message) => {
  expect((await app.api.call(method, path)).status).toBe(401);
  const { status, body } = await app.api.call(method, path, { token: me.token });
  expect(status).toBe(400);
  expect(body.message).toBe(message);
});

it.each(['nope/100%', 'todo/%/done/x', '%'])('%s is an unknown route', async (path) => {
  const { status, body } = await app.api.call('GET', path, { token: me.token });
  expect(status).toBe(404);
  expect(body.message).toBe(`Cannot GET /api/${path}`);
});

it('a path with well-formed percent-encoding is decoded', async () => {
  const id = await app.api.add(me.token);
  const encoded = [...id].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join('');
  expect((await app.api.call('GET', `todo/${encoded}`, { token: me.token })).status).toBe(200);
  expect((await app.api.call('PATCH', `todo/${id}/d%6Fne`, { token: me.token })).status).toBe(200);
});
