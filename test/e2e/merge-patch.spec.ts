import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let id: string;

beforeAll(async () => {
  me = await app.api.person();
  id = await app.api.add(me.token);
});

const send = (method: string, path: string, type: string, body: object) =>
  app.api.call(method, path, { token: me.token, rawBody: JSON.stringify(body), headers: { 'Content-Type': type } });

it.each([
  'application/json',
  'application/merge-patch+json',
  'Application/Merge-Patch+JSON',
  'application/merge-patch+json; charset=utf-8',
  'application/merge-patch+json;charset="UTF-8"',
])('an edit may have the type %s', async (type) => {
  const title = `as ${type}`;
  expect((await send('PATCH', `todo/${id}`, type, { title })).status).toBe(200);
  expect(await app.api.seen(me.token, id)).toMatchObject({ title });
});

it.each([
  'application/merge-patch',
  'application/json-patch+json',
  'application/merge-patch+json; charset=latin1',
  'application/vnd.api+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  '*/*',
  '',
])('an edit of the type "%s" is a 415', async (type) => {
  const before = await app.api.seen(me.token, id);
  const { status, body } = await send('PATCH', `todo/${id}`, type, { title: 'never' });
  expect(status).toBe(415);
  expect(body.error).toBe('Unsupported Media Type');
  expect(body.message).toBe('The body must be application/json or application/merge-patch+json in UTF-8');
  expect(await app.api.seen(me.token, id)).toEqual(before);
});

it.each([
  ['POST', 'todo'],
  ['POST', 'login'],
  ['POST', 'register'],
  ['PATCH', 'users/me'],
  ['DELETE', 'users/me'],
  ['POST', 'users/me/erase'],
])('%s %s refuses a merge patch', async (method, path) => {
  const { status } = await send(method, path, 'application/merge-patch+json', { title: 'never' });
  expect(status).toBe(415);
});

it('a malformed merge patch is a 400', async () => {
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  for (const rawBody of ['{', '[]', '{"title":"a","title":null}', '"x"']) {
    const { status } = await app.api.call('PATCH', `todo/${id}`, { token: me.token, rawBody, headers });
    expect(status, rawBody).toBe(400);
  }
});
