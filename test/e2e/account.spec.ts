import { beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person } from '../support/api.js';
import { claimsIn } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const NEW = 'another password';

const app = withApp();
let me: Person;
let other: Person;

beforeEach(async () => {
  me = await app.api.person({ firstName: 'John', lastName: 'Doe' });
  other = await app.api.person();
});

const call = (method: string, body?: unknown, token = me.token) => app.api.call(method, 'users/me', { token, body });
const stored = () => app.get(UserRepository).find(me.id);
const works = async (token: string) => (await app.api.call('GET', 'users/me', { token })).status === 200;
const login = async (password: string) =>
  (await app.api.call('POST', 'login', { body: { email: me.email, password } })).status;

describe('GET /users/me', () => {
  it('returns the id, the email and the names of the caller, and nothing else', async () => {
    const { status, body } = await call('GET');
    expect(status).toBe(200);
    expect(body.message).toBe(`User ${me.email} is successfully retrieved`);
    expect(body.data).toEqual({ id: me.id, email: me.email, firstName: 'John', lastName: 'Doe' });
    expect((await call('GET', undefined, other.token)).body.data).toEqual({ id: other.id, email: other.email });
  });

  it.each([
    ['GET', 'users/me'],
    ['PATCH', 'users/me'],
    ['DELETE', 'users/me'],
    ['POST', 'users/me/erase'],
  ])('%s %s needs a token', async (method, path) => {
    expect((await app.api.call(method, path)).status).toBe(401);
  });
});

describe('PATCH /users/me: names', () => {
  it.each<[object, object]>([
    [{ firstName: 'Jane' }, { firstName: 'Jane', lastName: 'Doe' }],
    [
      { firstName: ' Zoë ', lastName: '$set' },
      { firstName: 'Zoë', lastName: '$set' },
    ],
    [{ lastName: 'é'.repeat(100) }, { firstName: 'John', lastName: 'é'.repeat(100) }],
    [{ firstName: null }, { lastName: 'Doe' }],
    [{ lastName: '' }, { firstName: 'John' }],
    [{ firstName: ' \t', lastName: null }, {}],
    [{}, { firstName: 'John', lastName: 'Doe' }],
    [
      { id: 'x', passwordHash: 'x', currentPassword: 7 },
      { firstName: 'John', lastName: 'Doe' },
    ],
    [
      { firstName: 'Jane', password: null, currentPassword: null },
      { firstName: 'Jane', lastName: 'Doe' },
    ],
    [
      { password: null, currentPassword: 'wrong', email: null, id: null },
      { firstName: 'John', lastName: 'Doe' },
    ],
  ])('%j is returned and stored', async (body, names) => {
    const answer = await call('PATCH', body);
    expect(answer.status, answer.body.message ?? '').toBe(200);
    expect(answer.body.message).toBe(`User ${me.email} is successfully edited`);
    expect(answer.body.data).toEqual({ id: me.id, email: me.email, ...names });
    expect((await call('GET')).body.data).toEqual({ id: me.id, email: me.email, ...names });
    expect(await login(me.password)).toBe(200);
  });

  it('takes back what a client has read', async () => {
    const { data } = (await call('GET')).body;
    const sent = { ...(data as object), lastName: 'King' };
    const answer = await call('PATCH', sent);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual(sent);
  });

  it.each<[string, (email: string) => string]>([
    ['in capitals', (email) => email.toUpperCase()],
    ['with white space around it', (email) => ` ${email}\t`],
  ])('drops the present email %s', async (_, written) => {
    const answer = await call('PATCH', { email: written(me.email), firstName: 'Jane' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({ email: me.email, firstName: 'Jane' });
  });

  it('says that another email is not set', async () => {
    const { body } = await call('PATCH', { email: other.email });
    expect(body.message).toBe('email cannot be changed');
  });

  it('an empty patch, or none, leaves the user unchanged', async () => {
    const before = await stored();
    await call('PATCH', {});
    await call('PATCH');
    expect(await stored()).toEqual(before);
  });

  it('the next token carries the new name', async () => {
    await call('PATCH', { firstName: 'Jane', lastName: null });
    expect(claimsIn(await app.api.signIn(me))).toMatchObject({ name: 'Jane' });
  });

  it.each<[string, unknown]>([
    ['firstName', { firstName: 7 }],
    ['firstName', { firstName: 'a'.repeat(101) }],
    ['lastName', { lastName: { $ne: null } }],
    ['lastName', { lastName: ['x'] }],
    ['lastName', { lastName: 'a\0' }],
    ['email', { email: 'x@mail.com' }],
    ['email', { email: '' }],
    ['email', { email: 7 }],
    ['email', { email: 'x@mail.com', password: NEW, currentPassword: 'Abcde_12345' }],
    ['password', { password: 'short', currentPassword: 'Abcde_12345' }],
    ['password', { password: 'é'.repeat(37), currentPassword: 'Abcde_12345' }],
    ['password', { password: 12345678, currentPassword: 'Abcde_12345' }],
    ['currentPassword', { password: NEW }],
    ['currentPassword', { password: NEW, currentPassword: null }],
    ['currentPassword', { password: NEW, currentPassword: 7 }],
    ['currentPassword', { password: NEW, currentPassword: '' }],
    ['currentPassword', { password: NEW, currentPassword: 'wrong' }],
    ['currentPassword', { password: NEW, currentPassword: 'Abcde_12345 ' }],
    ['currentPassword', { password: NEW, currentPassword: 'x'.repeat(100) }],
  ])('a wrong %s is a 400, and no part of the patch is applied', async (field, body) => {
    const before = await stored();
    const answer = await call('PATCH', { firstName: 'Jane', ...(body as object) });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(new RegExp(`^${field} `));
    expect(JSON.stringify(answer.body)).not.toContain(NEW);
    expect(await stored()).toEqual(before);
  });

  it.each(['[]', '"x"', '7'])('the body %s is a 400', async (rawBody) => {
    const headers = { 'Content-Type': 'application/json' };
    for (const method of ['PATCH', 'DELETE'])
      expect((await app.api.call(method, 'users/me', { token: me.token, rawBody, headers })).status).toBe(400);
    expect(await stored()).toBeDefined();
  });
});

describe('PATCH /users/me: the password', () => {
  const change = (token = me.token) => call('PATCH', { password: NEW, currentPassword: me.password }, token);

  it('is replaced, and the old one no longer signs in', async () => {
    const { status, body } = await call('PATCH', { password: NEW, currentPassword: me.password, firstName: null });
    expect(status).toBe(200);
    expect(body.data).toEqual({ id: me.id, email: me.email, lastName: 'Doe' });
    expect(await login(NEW)).toBe(200);
    expect(await login(me.password)).toBe(400);
  });

  it('revokes the other sessions of the user, but neither this one nor those of other users', async () => {
    const others = [await app.api.signIn(me), await app.api.signIn(me)];
    await change();
    expect(await Promise.all(others.map(works))).toEqual([false, false]);
    expect([await works(me.token), await works(other.token)]).toEqual([true, true]);
    const { status, headers } = await app.api.call('GET', 'todo', { token: others[0] });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error_description="revoked"');
  });

  it('leaves every session alive when the change is refused', async () => {
    const another = await app.api.signIn(me);
    await call('PATCH', { password: NEW, currentPassword: 'wrong' });
    expect(await works(another)).toBe(true);
  });
});

describe.each([
  ['DELETE', 'users/me'],
  ['POST', 'users/me/erase'],
])('%s %s', (method, path) => {
  it.each<[string, unknown, RegExp]>([
    ['no body', undefined, /^currentPassword /],
    ['an empty body', {}, /^currentPassword /],
    ['null', { currentPassword: null }, /^currentPassword /],
    ['a number', { currentPassword: 7 }, /^currentPassword /],
    ['a wrong password', { currentPassword: 'wrong' }, /^currentPassword is wrong$/],
    ['the password under another name', { password: 'Abcde_12345' }, /^currentPassword /],
  ])('with %s is a 400, and deletes nothing', async (_, body, message) => {
    const id = await app.api.add(me.token);
    const answer = await app.api.call(method, path, { token: me.token, body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
    expect(await works(me.token)).toBe(true);
    expect(await app.get(TodoRepository).find({ id: me.id, everyone: true }, id)).toBeDefined();
  });
});
