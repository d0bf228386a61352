import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import work, { type PasswordTask } from '../../src/users/passwords/password.worker.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Answer, Person } from '../support/api.js';
import { anEmail, signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp({ BCRYPT_COST: '4' });

afterEach(() => vi.restoreAllMocks());

const hashOf = async (email: string) => (await app.get(UserRepository).findByEmail(email))?.passwordHash ?? '';
const costOf = async (email: string) => bcrypt.getRounds(await hashOf(email));

describe('a hash that was made at another cost', () => {
  it('is renewed at the next successful login if the cost is higher now, and only then', async () => {
    const who = await app.api.person();
    expect(await costOf(who.email)).toBe(4);

    await app.restart({ BCRYPT_COST: '5' });
    await app.api.call('POST', 'login', { body: { ...who, password: 'wrong password' } });
    expect(await costOf(who.email)).toBe(4);
    await app.api.signIn(who);
    expect(await costOf(who.email)).toBe(5);
    const renewed = await hashOf(who.email);
    await app.api.signIn(who);
    expect(await hashOf(who.email)).toBe(renewed);

    await app.restart();
    await app.api.signIn(who);
    expect(await hashOf(who.email)).toBe(renewed);
  });
});

/** The rounds of bcrypt that a task costs. The task is repeated in this thread, where its calls can be seen. */
function roundsOf(task: PasswordTask): number {
  const [hash, compare] = [vi.spyOn(bcrypt, 'hashSync'), vi.spyOn(bcrypt, 'compareSync')];
  work(task);
  const costs = [
    ...hash.mock.calls.map(([, cost]) => Number(cost)),
    ...compare.mock.calls.map(([, known]) => bcrypt.getRounds(known)),
  ];
  hash.mockRestore();
  compare.mockRestore();
  return costs.reduce((sum, cost) => sum + 2 ** cost, 0);
}

/** The rounds of each task that the pool was given during a request. */
async function roundsDuring(request: () => Promise<Answer>, status: number): Promise<number[]> {
  const run = vi.spyOn(Piscina.prototype, 'run');
  expect((await request()).status).toBe(status);
  const tasks = run.mock.calls.map(([task]) => task as PasswordTask);
  run.mockRestore();
  return tasks.map(roundsOf);
}

describe('with hashes of the costs 4, 5 and 7, and BCRYPT_COST=5', () => {
  const WRONG = 'wrong password';
  const TOO_LONG = 'x'.repeat(73);
  const people: Record<string, Person> = {};

  beforeAll(async () => {
    for (const cost of ['4', '7', '5']) {
      await app.restart({ BCRYPT_COST: cost });
      people[cost] = await app.api.person();
    }
  });

  const login = (email: string, password: string) => () => app.api.call('POST', 'login', { body: { email, password } });
  const emailOf = (cost: string) => people[cost]?.email ?? '';
  const me = (cost: string, method: string, body: object) => () =>
    app.api.call(method, 'users/me', { token: people[cost]?.token, body });

  it.each<[string, () => Promise<Answer>]>([
    ['an unknown email', () => login(anEmail(), WRONG)()],
    ['an unknown email and a password that is too long', () => login(anEmail(), TOO_LONG)()],
    ['an empty email and password', () => login('', '')()],
    ...['4', '5', '7'].flatMap((cost): [string, () => Promise<Answer>][] => [
      [`a wrong password, hashed at ${cost}`, () => login(emailOf(cost), WRONG)()],
      [`a password that is too long, hashed at ${cost}`, () => login(emailOf(cost), TOO_LONG)()],
      [`a wrong currentPassword, hashed at ${cost}`, me(cost, 'DELETE', { currentPassword: WRONG })],
      [`a currentPassword that is too long, hashed at ${cost}`, me(cost, 'DELETE', { currentPassword: TOO_LONG })],
    ]),
  ])('%s costs 128 rounds', async (_, request) => {
    expect(await roundsDuring(request, 400)).toEqual([128]);
  });

  it.each<[string, () => Promise<Answer>]>([
    ['an unknown email', () => login(anEmail(), 'e\u0301'.repeat(8))()],
    ['an unknown email, if both forms are too long', () => login(anEmail(), 'e\u0301'.repeat(80))()],
    ['a wrong password, hashed at 4', () => login(emailOf('4'), 'e\u0301'.repeat(8))()],
    ['a wrong password, hashed at 7', () => login(emailOf('7'), 'e\u0301'.repeat(8))()],
    ['a wrong password of which one form is too long', () => login(emailOf('4'), '\u0958'.repeat(24))()],
    ['a wrong password of which both forms are too long', () => login(emailOf('4'), 'e\u0301'.repeat(80))()],
    ['a wrong currentPassword', me('4', 'DELETE', { currentPassword: 'e\u0301'.repeat(8) })],
  ])('a text that is not in NFC costs twice as much: %s', async (_, request) => {
    expect(await roundsDuring(request, 400)).toEqual([256]);
  });

  it.each(['4', '5', '7'])(
    'a wrong currentPassword of a new password costs 128 rounds for each, hashed at %s',
    async (cost) => {
      const body = { password: 'another password', currentPassword: WRONG };
      expect(await roundsDuring(me(cost, 'PATCH', body), 400)).toEqual([128, 128]);
    },
  );

  it('a registration costs 32 rounds, whether the email is new or known', async () => {
    const who = signUp();
    expect(await roundsDuring(() => app.api.register(who), 201)).toEqual([32]);
    expect(await roundsDuring(() => app.api.register(who), 400)).toEqual([32]);
    expect(await roundsDuring(() => app.api.register({ ...who, email: emailOf('7') }), 400)).toEqual([32]);
  });

  it('a body that is a 400 anyway costs nothing', async () => {
    expect(await roundsDuring(() => app.api.register({ ...signUp(), email: 'x' }), 400)).toEqual([]);
    expect(await roundsDuring(() => app.api.call('POST', 'login', { body: { email: 1 } }), 400)).toEqual([]);
  });
});

it('too many sign-ins at once are a 503, while the others and other routes are served', async () => {
  await app.restart({ BCRYPT_COST: '8', REQUEST_TIMEOUT: '1h' });
  const who = await app.api.person();
  const body = { email: who.email, password: 'wrong password' };
  let waiting = 100;
  // They go on together once all have come, so it does not matter how fast they come and how fast passwords are compared.
  const come = Promise.withResolvers<undefined>();
  let coming = waiting;
  const users = app.get(UserRepository);
  const find = users.findByEmail.bind(users);
  vi.spyOn(users, 'findByEmail').mockImplementation(async (email) => {
    const found = await find(email);
    if (--coming === 0) come.resolve(undefined);
    await come.promise;
    return found;
  });
  const flood = Array.from({ length: waiting }, () => app.api.call('POST', 'login', { body }).finally(() => waiting--));
  await come.promise;
  await app.api.list(who.token);
  expect(waiting, 'sign-ins that still wait while others are served').toBeGreaterThan(0);
  const answers = await Promise.all(flood);
  const refused = answers.filter(({ status }) => status === 503);
  const served = answers.filter(({ status }) => status === 400);
  expect(refused.length).toBeGreaterThan(0);
  expect(served.length).toBeGreaterThanOrEqual(64);
  expect(refused.length + served.length).toBe(100);
  expect(refused[0]?.body).toMatchObject({ error: 'Service Unavailable', data: null });
  await app.api.signIn(who);
});
