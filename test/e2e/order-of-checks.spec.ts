import { beforeAll, expect, it } from 'vitest';
import type { Person, Sent } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

const app = withApp();
let owner: Person;
let assignee: Person;
let id: string;

beforeAll(async () => {
  owner = await app.api.person();
  assignee = await app.api.person();
  id = await app.api.add(owner.token, { title: 'x', assignee: assignee.id });
});

it.each<[number, string, string, Sent]>([
  [400, 'POST', 'todo', { rawBody: '{', headers: JSON_TYPE }],
  [413, 'POST', 'todo', { rawBody: ' '.repeat(102_401), headers: JSON_TYPE }],
  [415, 'POST', 'todo', { rawBody: '{}', headers: { 'Content-Type': 'text/plain' } }],
  [415, 'POST', 'todo', { rawBody: '{', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } }],
  [404, 'POST', 'todo/nope/', { rawBody: '{', headers: JSON_TYPE }],
  [404, 'PUT', 'todo', {}],
])('%d comes before 401: %s %s', async (status, method, path, sent) => {
  expect((await app.api.call(method, path, sent)).status).toBe(status);
  expect((await app.api.call(method, path, { ...sent, token: 'wrong' })).status).toBe(status);
});

it.each<[string, string, Sent]>([
  ['POST', 'todo', { body: { title: 1 } }],
  ['POST', 'todo', {}],
  ['GET', 'todo?assignee=x', {}],
  ['PATCH', 'todo/x/done', {}],
  ['PATCH', `todo/${anId()}/nope`, {}],
  ['PATCH', `todo/${anId()}/done`, {}],
  ['DELETE', 'todo/x', {}],
  ['DELETE', `todo/${anId()}`, {}],
])('401 comes before 400 and 404: %s %s', async (method, path, sent) => {
  expect((await app.api.call(method, path, sent)).status).toBe(401);
  expect((await app.api.call(method, path, { ...sent, token: 'wrong' })).status).toBe(401);
});

it('400 comes before 404', async () => {
  expect((await app.api.call('PATCH', `todo/${anId()}/nope`, { token: owner.token })).status).toBe(400);
});

it('404 comes before 403, so that nobody learns of a todo that they may not see', async () => {
  const stranger = await app.api.person();
  expect((await app.api.call('DELETE', `todo/${id}`, { token: stranger.token })).status).toBe(404);
  expect((await app.api.call('DELETE', `todo/${id}`, { token: assignee.token })).status).toBe(403);
});

it('a public route reports an unreadable body before it validates anything', async () => {
  for (const path of ['register', 'login', 'logout']) {
    expect((await app.api.call('POST', path, { rawBody: '{', headers: JSON_TYPE })).status).toBe(400);
    const plain = { rawBody: '{}', headers: { 'Content-Type': 'text/plain' } };
    expect((await app.api.call('POST', path, plain)).status).toBe(415);
  }
});
