import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anEmail, anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
/** Values that a driver or a library might interpret, rather than refuse as text. */
const NOT_TEXT = [
  '{"$ne":1}',
  '{"$gt":""}',
  '{"$in":[]}',
  '{"$where":"1"}',
  '["x"]',
  '[]',
  '{}',
  '1',
  '0',
  'true',
  'false',
  '1e999',
];

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person({ firstName: 'John', lastName: 'Doe' })));

describe('a value of the wrong type is a 400 that names the field and does not repeat the value', () => {
  const good: Record<string, () => Record<string, unknown>> = {
    register: () => ({ email: anEmail(), password: 'Abcde_12345' }),
    login: () => ({ email: me.email, password: me.password }),
    logout: () => ({}),
    todo: () => ({ title: 'MARK' }),
  };

  it.each([
    ['register', 'email'],
    ['register', 'password'],
    ['register', 'firstName'],
    ['register', 'lastName'],
    ['login', 'email'],
    ['login', 'password'],
    ['logout', 'token'],
    ['todo', 'title'],
    ['todo', 'description'],
    ['todo', 'dueDate'],
    ['todo', 'due_date'],
    ['todo', 'status'],
    ['todo', 'assignee'],
    ['todo', 'createdBy'],
  ])('%s %s', async (path, field) => {
    const before = (await app.api.list(me.token)).length;
    for (const value of NOT_TEXT) {
      const rawBody = JSON.stringify({ ...good[path]?.(), [field]: 'VALUE' }).replace('"VALUE"', value);
      const { status, body: answer } = await app.api.call('POST', path, {
        token: me.token,
        rawBody,
        headers: JSON_TYPE,
      });
      expect(status, rawBody).toBe(400);
      expect(answer.message).toContain(field);
      expect(answer.message).not.toMatch(/\$|MARK|object Object|1e999|Infinity/);
    }
    expect(await app.api.list(me.token)).toHaveLength(before);
  });
});

describe('text that the engines would store differently', () => {
  it.each([
    ['U+0000', 'a\\u0000b'],
    ['a lone high surrogate', 'a\\ud800'],
    ['a lone low surrogate', '\\udc00b'],
    ['surrogates the wrong way round', '\\udc00\\ud800'],
  ])('%s is a 400 in every string', async (_, text) => {
    for (const [path, body] of [
      ['todo', `{"title":"${text}"}`],
      ['todo', `{"title":"x","description":"${text}"}`],
      ['register', `{"email":"${anEmail()}","password":"${text}12345678"}`],
      ['register', `{"email":"${anEmail()}","password":"Abcde_12345","firstName":"${text}"}`],
      ['register', `{"email":"${anEmail()}","password":"Abcde_12345","lastName":"${text}"}`],
      ['register', `{"email":"${text}@mail.com","password":"Abcde_12345"}`],
      ['login', `{"email":"${text}@mail.com","password":"Abcde_12345"}`],
      ['login', `{"email":"${me.email}","password":"${text}"}`],
      ['logout', `{"token":"${text}"}`],
    ] as const) {
      const { status } = await app.api.call('POST', path, { token: me.token, rawBody: body, headers: JSON_TYPE });
      expect(status, body).toBe(400);
    }
  });
});

describe('property names', () => {
  it.each([
    '"__proto__":{"title":"y","polluted":1}',
    '"constructor":{"prototype":{"polluted":1}}',
    '"prototype":{"polluted":1}',
    '"hasOwnProperty":1',
    '"toString":1',
    '"valueOf":null',
    '"then":1',
    '"toJSON":1',
    '"$set":{"title":"y"}',
    '"a.b":1',
    '"":1',
    '"id":"x","_id":"x","__v":7,"version":7,"owner":"aaaaaaaaaaaaaaaaaaaaaaaa"',
    '"created_at":"2000-01-01","updated_at":"2000-01-01","createdAt":"2000-01-01"',
  ])('the unknown %s is ignored', async (member) => {
    const rawBody = `{"title":"x",${member}}`;
    const { status, body } = await app.api.call('POST', 'todo', { token: me.token, rawBody, headers: JSON_TYPE });
    expect(status).toBe(201);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const todo = (await app.api.list(me.token)).at(-1);
    expect(body.message).toContain(todo?.id ?? 'none');
    expect(todo).toMatchObject({ title: 'x', status: 'todo', createdBy: me.id });
    expect(Object.keys(todo ?? {}).sort()).toEqual(['createdBy', 'created_at', 'id', 'status', 'title', 'updated_at']);
    expect(Date.now() - Date.parse(todo?.created_at ?? '')).toBeLessThan(60_000);
  });

  it('inside __proto__ set no field', async () => {
    const rawBody = '{"__proto__":{"title":"y"}}';
    expect((await app.api.call('POST', 'todo', { token: me.token, rawBody, headers: JSON_TYPE })).status).toBe(400);
  });

  it('that are unknown are ignored at register and login too', async () => {
    const body = { ...me, email: anEmail(), id: anId(), role: 'admin', passwordHash: 'x', _id: anId() };
    expect((await app.api.register(body)).status).toBe(201);
    const again = await app.api.call('POST', 'login', { body: { ...body, $or: [{}] } });
    expect(again.status).toBe(200);
  });
});

it('one message names every wrong field', async () => {
  const body = { title: 1, description: 2, dueDate: 'SENT', status: 'SENT', assignee: 'SENT', createdBy: 'SENT' };
  const { status, body: answer } = await app.api.call('POST', 'todo', { token: me.token, body });
  expect(status).toBe(400);
  const parts = (answer.message ?? '').split('; ');
  expect(parts.map((part) => part.split(' ')[0]).sort()).toEqual(Object.keys(body).sort());
  expect(answer.message).not.toContain('SENT');
});
