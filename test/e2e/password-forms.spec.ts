import bcrypt from 'bcryptjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person } from '../support/api.js';
import { anEmail, signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

/** One password, as an iPhone and as a Windows keyboard may send it. */
const COMPOSED = 'Am\u00e9lie_12345';
const DECOMPOSED = 'Ame\u0301lie_12345';

/** In NFC, each of these characters becomes two: 72 bytes become 144. */
const GROWS = '\u0958'.repeat(24);

const app = withApp({ BCRYPT_COST: '4' });
let me: Person;

beforeEach(async () => void (me = await app.api.person({ password: COMPOSED })));

const login = async (password: string) =>
  (await app.api.call('POST', 'login', { body: { email: me.email, password } })).status;
const hashOf = async (email: string) => (await app.get(UserRepository).findByEmail(email))?.passwordHash ?? '';
const edit = (body: object) => app.api.call('PATCH', 'users/me', { token: me.token, body });
const erase = (currentPassword: string) =>
  app.api.call('DELETE', 'users/me', { token: me.token, body: { currentPassword } });

/** Stores a hash as releases did that hashed passwords as sent. */
const store = (password: string, cost = 4) =>
  app.get(UserRepository).change(me.id, { passwordHash: bcrypt.hashSync(password, cost) }, new Date());

describe('a password that has several forms in Unicode', () => {
  it.each([COMPOSED, DECOMPOSED])('is hashed in NFC at registration and at a change (%j)', async (password) => {
    const email = anEmail();
    expect((await app.api.register({ email, password })).status).toBe(201);
    expect(bcrypt.compareSync(COMPOSED, await hashOf(email))).toBe(true);

    await store('the one before');
    expect((await edit({ password, currentPassword: 'the one before' })).status).toBe(200);
    expect(bcrypt.compareSync(COMPOSED, await hashOf(me.email))).toBe(true);
  });

  it('signs in, changes the password and erases the account in each form', async () => {
    expect(await login(COMPOSED)).toBe(200);
    expect(await login(DECOMPOSED)).toBe(200);
    expect(await login('Amelie_12345')).toBe(400);
    expect((await edit({ password: DECOMPOSED, currentPassword: DECOMPOSED })).status).toBe(200);
    expect((await erase(DECOMPOSED)).status).toBe(200);
  });
});

describe('a password that was hashed as sent', () => {
  beforeEach(() => store(DECOMPOSED));

  it('signs in as it was sent, and from then on in each form', async () => {
    expect(await login(COMPOSED)).toBe(400);
    expect(await login(DECOMPOSED)).toBe(200);
    expect(bcrypt.compareSync(COMPOSED, await hashOf(me.email))).toBe(true);
    expect(await login(COMPOSED)).toBe(200);
    expect(await login(DECOMPOSED)).toBe(200);
  });

  it('is accepted as currentPassword of a change', async () => {
    expect((await edit({ password: 'another password', currentPassword: DECOMPOSED })).status).toBe(200);
  });

  it('is accepted as currentPassword of an erasure', async () => {
    expect((await erase(DECOMPOSED)).status).toBe(200);
  });

  it('stays as sent if NFC is too long for bcrypt, and its cost is still renewed', async () => {
    await store(GROWS);
    const before = await hashOf(me.email);
    expect(await login(GROWS)).toBe(200);
    expect(await hashOf(me.email)).toBe(before);
    await app.restart({ BCRYPT_COST: '5' });
    expect(await login(GROWS)).toBe(200);
    const after = await hashOf(me.email);
    expect([bcrypt.getRounds(after), bcrypt.compareSync(GROWS, after)]).toEqual([5, true]);
    expect(await login(`${GROWS}x`)).toBe(400);
    await app.restart();
  });

  it('signs in by NFC if the text as sent is too long for bcrypt', async () => {
    const [long, short] = ['\ud55c'.repeat(24).normalize('NFD'), '\ud55c'.repeat(24)];
    await store(short);
    expect(await login(long)).toBe(200);
    expect(await login(`${long}x`)).toBe(400);
  });
});

describe('the length of a new password counts in NFC', () => {
  it.each<[string, string, number]>([
    ['7 characters, sent as 14', 'e\u0301'.repeat(7), 400],
    ['8 characters, sent as 16', 'e\u0301'.repeat(8), 201],
    ['72 bytes, sent as 216', '\ud55c'.repeat(24).normalize('NFD'), 201],
    ['72 bytes, sent as 96 characters', '\u1fa7'.repeat(24).normalize('NFD'), 201],
    ['73 bytes', `x${'\ud55c'.repeat(24)}`, 400],
    ['144 bytes, sent as 72', GROWS, 400],
  ])('%s', async (_, password, status) => {
    const answer = await app.api.register(signUp({ password }));
    expect(answer.status).toBe(status);
    const changed = await edit({ password, currentPassword: COMPOSED });
    expect(changed.status).toBe(status === 201 ? 200 : 400);
    if (status === 400)
      expect(changed.body.message).toMatch(/^password must have at (least 8 characters|most 72 bytes)/);
  });
});
