import { describe, expect, it } from 'vitest';
import { anEmail } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

const COMMON = 'password is one of the most common ones; choose another';
const OWN = 'password must not be your email or contain it';

/** The password that the owner of an email chooses, and the message that refuses it. */
const passwords: [password: (email: string) => string, message: string][] = [
  [() => 'password', COMMON],
  [() => '12345678', COMMON],
  [() => 'QWERTYuiop', COMMON],
  [() => 'iloveyou1', COMMON],
  [(email) => email, OWN],
  [(email) => `1${email.toUpperCase()}!`, OWN],
  [(email) => email.split('@')[0] ?? '', OWN],
];

describe.each(passwords)('the password %o', (passwordOf, message) => {
  it('is refused when somebody registers', async () => {
    const email = anEmail();
    const { status, body } = await app.api.call('POST', 'register', { body: { email, password: passwordOf(email) } });
    expect([status, body.message]).toEqual([400, message]);
  });

  it('is refused as a new password, before the present one is compared', async () => {
    const { email, token } = await app.api.person();
    const body = { password: passwordOf(email), currentPassword: 'wrong' };
    const answer = await app.api.call('PATCH', 'users/me', { token, body });
    expect([answer.status, answer.body.message]).toEqual([400, message]);
  });
});

it.each([
  ['that of the seed', 'Abcde_12345'],
  ['one that holds a common one', 'password of a gardener'],
  ['one of another user’s email', 'someone.else@mail.com'],
])('%s is accepted', async (_, password) => {
  const { status } = await app.api.call('POST', 'register', { body: { email: anEmail(), password } });
  expect(status).toBe(201);
});
