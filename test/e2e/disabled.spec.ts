import bcrypt from 'bcryptjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccountService } from '../../src/account/account.service.js';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import type { Client } from '../../src/http/request/client.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import { UsersService } from '../../src/users/users.service.js';
import type { Answer, Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
afterEach(() => vi.restoreAllMocks());

const OPERATOR: Client = { address: 'local', shared: true, operator: 'eve', gone: new AbortController().signal };
const NEW_PASSWORD = 'Another_1234';

const disable = ({ id }: Person) => app.get(AccountService).disable(id, OPERATOR);
const enable = ({ id }: Person) => app.get(UsersService).enable(id, OPERATOR);
const setPassword = ({ id }: Person) => app.get(AccountService).setPassword(id, NEW_PASSWORD, OPERATOR);

const logIn = ({ email }: Person, password: string): Promise<Answer> =>
  app.api.call('POST', 'login', { body: { email, password } });
const tokenIsGood = async (token: string): Promise<boolean> =>
  (await app.api.call('GET', 'users/me', { token })).status === 200;

describe('a disabled user', () => {
  it('is signed out, and signs in again after they are enabled', async () => {
    const [person, other] = [await app.api.person(), await app.api.person()];
    await disable(person);
    expect([await tokenIsGood(person.token), await tokenIsGood(other.token)]).toEqual([false, true]);
    expect((await logIn(person, person.password)).status).toBe(400);
    await enable(person);
    expect(await tokenIsGood(person.token)).toBe(false);
    expect(await tokenIsGood(await app.api.signIn(person))).toBe(true);
  });

  it('gets the answer, and leaves the event, of a wrong password', async () => {
    const [person, other] = [await app.api.person(), await app.api.person()];
    await disable(person);
    const [right, wrong] = [await logIn(person, person.password), await logIn(other, 'wrong')];
    expect(right.body).toEqual(wrong.body);
    const names = (answer: Answer) => [...answer.headers.keys()].toSorted();
    expect(names(right)).toEqual(names(wrong));
    const events = (await app.logged()).filter(({ requestId }) => requestId === right.headers.get('x-request-id'));
    expect(events).toMatchObject([{ event: 'authn_login_fail', userId: person.id }, { status: 400 }]);
  });

  it('has a hash of the cost of every other one, which no password matches in any release', async () => {
    const person = await app.api.person();
    await disable(person);
    const user = await app.get(UserRepository).find(person.id);
    expect(bcrypt.getRounds(user?.passwordHash ?? '')).toBe(4);
    expect(bcrypt.compareSync(person.password, user?.passwordHash ?? '')).toBe(false);
    expect(bcrypt.compareSync(person.password, user?.disabledHash ?? '')).toBe(true);
  });

  it('stays with their todos and their email: others find them, and nobody can register as them', async () => {
    const [person, other] = [await app.api.person(), await app.api.person()];
    await app.api.add(person.token, { title: 'for the other', assignee: other.id });
    await disable(person);
    expect(await app.api.list(other.token)).toHaveLength(1);
    expect((await app.api.call('GET', `users/${person.id}`, { token: other.token })).status).toBe(200);
    expect((await app.api.register(person)).status).toBe(400);
  });

  it('may get a new password, with which they sign in after they are enabled', async () => {
    const person = await app.api.person();
    await disable(person);
    await setPassword(person);
    expect((await logIn(person, NEW_PASSWORD)).status).toBe(400);
    await enable(person);
    expect((await logIn(person, person.password)).status).toBe(400);
    expect((await logIn(person, NEW_PASSWORD)).status).toBe(200);
  });
});

describe('disabling', () => {
  it('fails a sign-in that has verified the password already, and leaves no session of it', async () => {
    const person = await app.api.person();
    const sessions = app.get(SessionRepository);
    const add = sessions.add.bind(sessions);
    vi.spyOn(sessions, 'add').mockImplementationOnce(async (session) => {
      await disable(person);
      await add(session);
    });
    expect((await logIn(person, person.password)).status).toBe(400);
    expect(await sessions.list(person.id, new Date(), 10)).toEqual([]);
  });

  it('fails a change of the password that has ended the other sessions already', async () => {
    const person = await app.api.person();
    const sessions = app.get(SessionRepository);
    const removeAll = sessions.removeAll.bind(sessions);
    vi.spyOn(sessions, 'removeAll').mockImplementationOnce(async (id, except) => {
      await disable(person);
      await removeAll(id, except);
    });
    const body = { password: NEW_PASSWORD, currentPassword: person.password };
    expect((await app.api.call('PATCH', 'users/me', { token: person.token, body })).status).toBe(503);
    await enable(person);
    expect((await logIn(person, NEW_PASSWORD)).status).toBe(400);
    expect((await logIn(person, person.password)).status).toBe(200);
  });

  it('can be repeated, which ends the sessions that a crash has left', async () => {
    const person = await app.api.person();
    const sessions = app.get(SessionRepository);
    vi.spyOn(sessions, 'removeAll').mockRejectedValueOnce(new Error('a crash'));
    await expect(disable(person)).rejects.toThrow('a crash');
    expect(await tokenIsGood(person.token)).toBe(true);
    await disable(person);
    expect(await tokenIsGood(person.token)).toBe(false);
    await enable(person);
    expect((await logIn(person, person.password)).status).toBe(200);
  });
});

describe('an operator who sets a password', () => {
  it('ends all sessions, and the old password does not count any more', async () => {
    const person = await app.api.person();
    await setPassword(person);
    expect(await tokenIsGood(person.token)).toBe(false);
    expect((await logIn(person, person.password)).status).toBe(400);
    expect((await logIn(person, NEW_PASSWORD)).status).toBe(200);
  });
});
