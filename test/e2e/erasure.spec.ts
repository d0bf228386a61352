import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { Unavailable } from '../../src/errors.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let other: Person;
let [own, given, givenAway, others] = ['', '', '', ''];

beforeEach(async () => {
  [me, other] = [await app.api.person(), await app.api.person()];
  own = await app.api.add(me.token);
  givenAway = await app.api.add(me.token, { title: 'x', assignee: other.id });
  given = await app.api.add(other.token, { title: 'x', assignee: me.id, createdBy: me.id });
  others = await app.api.add(other.token);
});
afterEach(() => vi.restoreAllMocks());

/** The two requests that erase an account. The second is for clients whose DELETE loses its body on the way. */
const DELETE: [method: string, path: string] = ['DELETE', 'users/me'];
const POST: typeof DELETE = ['POST', 'users/me/erase'];

const erase = (token = me.token, [method, path] = DELETE) =>
  app.api.call(method, path, { token, body: { currentPassword: me.password } });
const row = (id: string) => app.get(TodoRepository).find({ id: me.id, everyone: true }, id);
const status = async (token: string) => (await app.api.call('GET', 'users/me', { token })).status;

async function expectErased(): Promise<void> {
  expect([await row(own), await row(givenAway)]).toEqual([undefined, undefined]);
  expect(await row(given)).toMatchObject({ owner: other.id, createdBy: me.id, assignee: undefined });
  expect(await row(others)).toMatchObject({ owner: other.id, version: 1 });
  expect(await app.get(UserRepository).find(me.id)).toBeUndefined();
  expect(await app.get(UserRepository).findErasing()).not.toContain(me.id);
  expect((await app.api.call('POST', 'login', { body: me })).status).toBe(400);
  expect(await status(me.token)).toBe(401);
  expect(await status(other.token)).toBe(200);
}

it.each([DELETE, POST])('%s %s deletes own todos, assignments and sessions, and nobody else’s', async (...request) => {
  const another = await app.api.signIn(me);
  const { headers } = await app.api.fetch('GET', `todo/${given}`, { token: other.token });
  const answer = await erase(me.token, request);
  expect(answer.status).toBe(200);
  const message = `User ${me.email} is successfully deleted`;
  expect(answer.body).toEqual({ statusCode: 200, message, data: null, error: null });
  await expectErased();
  expect(await status(another)).toBe(401);
  const after = await app.api.fetch('GET', `todo/${given}`, { token: other.token });
  expect(after.headers.get('etag')).not.toBe(headers.get('etag'));
  expect((await app.api.call('GET', `users/${me.id}`, { token: other.token })).status).toBe(404);
  const found = await app.api.call('GET', `users?email=${me.email}`, { token: other.token });
  expect(found.body.data).toEqual([]);
});

describe('an erasure', () => {
  it('frees the email for a new user, who sees nothing of the old one', async () => {
    await erase();
    const again = await app.api.person({ email: me.email });
    expect(again.id).not.toBe(me.id);
    expect(await app.api.list(again.token)).toEqual([]);
    expect(await status(me.token)).toBe(401);
  });

  it('erases a user who has sent an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'k' };
    await app.api.call('POST', 'todo', { token: me.token, headers, body: { title: 'x' } });
    await erase();
    await expectErased();
  });

  it('succeeds when several requests ask for it at once', async () => {
    const race = await Promise.all(Array.from({ length: 5 }, () => erase()));
    for (const answer of race) expect([200, 401, 404]).toContain(answer.status);
    expect(race.some((answer) => answer.status === 200)).toBe(true);
    await expectErased();
  });

  it('leaves neither session nor todo of a sign-in that comes meanwhile', async () => {
    const users = app.get(UserRepository);
    const remove = users.remove.bind(users);
    let [token, late] = ['', ''];
    vi.spyOn(users, 'remove').mockImplementationOnce(async (id) => {
      token = await app.api.signIn(me);
      late = await app.api.add(token, { title: 'late', assignee: other.id });
      await remove(id);
    });
    expect((await erase()).status).toBe(200);
    expect(late).not.toBe('');
    expect(await status(token)).toBe(401);
    expect(await row(late)).toBeUndefined();
    await expectErased();
  });
});

/** Each step of an erasure, and how it fails. */
const steps: [string, (error: Error) => unknown][] = [
  ['the sessions', (error) => vi.spyOn(app.get(SessionRepository), 'removeAll').mockRejectedValueOnce(error)],
  ['the todos', (error) => vi.spyOn(app.get(TodoRepository), 'eraseUser').mockRejectedValueOnce(error)],
  ['the user', (error) => vi.spyOn(app.get(UserRepository), 'remove').mockRejectedValueOnce(error)],
];

describe.each(steps)('an erasure that stops before %s', (_, fail) => {
  it.each<[number, Error]>([
    [503, new Unavailable('away')],
    [500, new Error('unknown')],
  ])('is a %d, and the next start of the server finishes it', async (code, error) => {
    fail(error);
    expect((await erase()).status).toBe(code);
    expect(await app.get(UserRepository).findErasing()).toContain(me.id);
    await app.restart();
    await expectErased();
  });

  it('is finished when the user signs in and asks again', async () => {
    fail(new Unavailable('away'));
    expect((await erase()).status).toBe(503);
    expect((await erase(await app.api.signIn(me))).status).toBe(200);
    await expectErased();
  });
});

it('an erasure that cannot begin changes nothing', async () => {
  vi.spyOn(app.get(UserRepository), 'markErasing').mockRejectedValueOnce(new Unavailable('away'));
  expect((await erase()).status).toBe(503);
  expect(await status(me.token)).toBe(200);
  expect(await row(own)).toBeDefined();
});

it('one start of the server finishes all erasures', async () => {
  vi.spyOn(app.get(TodoRepository), 'eraseUser').mockRejectedValue(new Unavailable('away'));
  const all = [me, await app.api.person(), await app.api.person()];
  for (const person of all) {
    const body = { currentPassword: person.password };
    expect((await app.api.call('DELETE', 'users/me', { token: person.token, body })).status).toBe(503);
  }
  await app.restart();
  const left = await Promise.all(all.map(({ id }) => app.get(UserRepository).find(id)));
  expect(left).toEqual([undefined, undefined, undefined]);
  await expectErased();
});

describe('on a shared board', () => {
  it('deletes only the todos that the user added', async () => {
    await app.restart({ TODO_VISIBILITY: 'everyone' });
    const edited = await app.api.call('PATCH', `todo/${others}`, { token: me.token, body: { title: 'z' } });
    expect(edited.status).toBe(200);
    expect((await erase()).status).toBe(200);
    expect([await row(own), await row(givenAway)]).toEqual([undefined, undefined]);
    expect(await row(given)).toMatchObject({ assignee: undefined });
    expect(await row(others)).toMatchObject({ title: 'z', version: 2 });
    expect(await status(me.token)).toBe(401);
  });
});
