import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
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

describe('hashing', () => {
  beforeAll(() => app.restart({ BCRYPT_COST: '5' }));

  /** The cost of each task that the pool was given while `work` ran. */
  async function costsDuring(work: () => Promise<unknown>): Promise<number[]> {
    const run = vi.spyOn(Piscina.prototype, 'run');
    await work();
    const tasks = run.mock.calls.map(([task]) => task as { cost?: number; hash?: string });
    run.mockRestore();
    return tasks.map(({ cost, hash }) => cost ?? bcrypt.getRounds(hash ?? ''));
  }

  it('costs the same for a wrong password, one that is too long, and an unknown email', async () => {
    const { email } = await app.api.person();
    const tries = [
      { email, password: 'wrong password' },
      { email, password: 'x'.repeat(73) },
      { email: anEmail(), password: 'wrong password' },
      { email: anEmail(), password: 'x'.repeat(73) },
      { email: '', password: '' },
    ];
    await app.api.call('POST', 'login', { body: { email: anEmail(), password: 'the first one' } });
    for (const body of tries) {
      expect(await costsDuring(() => app.api.call('POST', 'login', { body })), JSON.stringify(body)).toEqual([5]);
    }
  });

  it('costs the same for a known and for a new email at registration', async () => {
    const who = signUp();
    expect(await costsDuring(() => app.api.register(who))).toEqual([5]);
    expect(await costsDuring(() => app.api.register(who))).toEqual([5]);
  });

  it('does not run for a body that is a 400 anyway', async () => {
    expect(await costsDuring(() => app.api.register({ ...signUp(), email: 'x' }))).toEqual([]);
    expect(await costsDuring(() => app.api.call('POST', 'login', { body: { email: 1 } }))).toEqual([]);
  });
});

it('too many sign-ins at once are a 503, while the others and other routes are served', async () => {
  await app.restart({ BCRYPT_COST: '8' });
  const who = await app.api.person();
  const body = { email: who.email, password: 'wrong password' };
  let waiting = 150;
  const flood = Array.from({ length: waiting }, () => app.api.call('POST', 'login', { body }).finally(() => waiting--));
  await app.api.list(who.token);
  expect(waiting, 'sign-ins that still wait while others are served').toBeGreaterThan(0);
  const answers = await Promise.all(flood);
  const refused = answers.filter(({ status }) => status === 503);
  const served = answers.filter(({ status }) => status === 400);
  expect(refused.length).toBeGreaterThan(0);
  expect(served.length).toBeGreaterThanOrEqual(64);
  expect(refused.length + served.length).toBe(150);
  expect(refused[0]?.body).toMatchObject({ error: 'Service Unavailable', data: null });
  await app.api.signIn(who);
});
