import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anEmail, anId } from '../support/builders.js';
import { INVISIBLE, spellingsOf } from '../support/texts.js';
import { claimsIn } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person({ firstName: 'John', lastName: 'Doe' })));

const login = (body: object) => app.api.call('POST', 'login', { body });

it('login returns the token as text', async () => {
  const { status, body } = await login({ email: me.email, password: me.password });
  expect(status).toBe(200);
  expect(body.message).toBe(`${me.email} is successfully signed in`);
  expect(body.data).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

it('login accepts the email with white space around it and in any case', async () => {
  const { status, body } = await login({ email: `  ${me.email.toUpperCase()} `, password: me.password });
  expect(status).toBe(200);
  expect(body.message).toBe(`${me.email} is successfully signed in`);
});

it('login accepts every spelling of the email, and shows it as it was registered', async () => {
  const email = `Jo\u0308.${anId()}@B\u00fccher.example`;
  const who = await app.api.person({ email });
  for (const spelling of spellingsOf(email)) {
    const { status, body } = await login({ email: spelling, password: who.password });
    expect([status, body.message]).toEqual([200, `${email} is successfully signed in`]);
    expect(claimsIn(String(body.data))).toMatchObject({ id: who.id, email, name: email });
  }
});

it.each(INVISIBLE)('login with an invisible character in the email (%j) is a 400 that says so', async (char) => {
  for (const email of [`${char}${me.email}`, `x${char}${me.email}`, me.email.replace('mail', `ma${char}il`)]) {
    const { status, body } = await login({ email, password: me.password });
    expect([status, body.message]).toEqual([400, 'email must not contain invisible characters']);
  }
});

describe('the token', () => {
  it('is signed with HS256 and has the claims of the contract', async () => {
    const now = Math.floor(Date.now() / 1000);
    const token = await app.api.signIn(me);
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as unknown;
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
    const claims = claimsIn(token);
    expect(Object.keys(claims).sort()).toEqual(['email', 'exp', 'iat', 'id', 'jti', 'name']);
    expect(claims).toMatchObject({ name: 'John Doe', email: me.email, id: me.id });
    expect(Math.abs(Number(claims.iat) - now)).toBeLessThanOrEqual(2);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(12 * 3600);
    expect(claims.jti).toEqual(expect.stringMatching(/\S/));
  });

  it.each([
    [{ firstName: 'John' }, 'John'],
    [{ lastName: 'Doe' }, 'Doe'],
    [{ firstName: ' ', lastName: '' }, undefined],
    [{}, undefined],
  ])('of %j carries the name %s, or the email where there is none', async (names, name) => {
    const who = await app.api.person(names);
    expect(claimsIn(who.token).name).toBe(name ?? who.email);
  });

  it('differs at every sign-in, and older ones stay valid', async () => {
    const tokens = [me.token, await app.api.signIn(me), await app.api.signIn(me)];
    expect(new Set(tokens).size).toBe(3);
    expect(new Set(tokens.map((token) => claimsIn(token).jti)).size).toBe(3);
    for (const token of tokens) await app.api.list(token);
  });
});

describe('a wrong email or password', () => {
  it('is the same 400, whichever of them is wrong', async () => {
    const answers = await Promise.all([
      login({ email: me.email, password: 'Abcde_12346' }),
      login({ email: me.email, password: '' }),
      login({ email: me.email, password: 'x'.repeat(73) }),
      login({ email: me.email, password: me.password.toLowerCase() }),
      login({ email: me.email, password: ` ${me.password}` }),
      login({ email: anEmail(), password: me.password }),
      login({ email: anEmail(), password: 'x'.repeat(73) }),
      login({ email: 'no address at all', password: me.password }),
      login({ email: '', password: me.password }),
      login({ email: `${me.email}/x`, password: me.password }),
      login({ email: me.email.replace('mail.com', 'mail%2ecom'), password: me.password }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body).toEqual(answers[0].body);
      expect(body.message).toMatch(/wrong/);
    }
  });

  it('is a 400 even if the password begins as the right one does', async () => {
    const who = await app.api.person({ password: 'x'.repeat(72) });
    expect((await login({ email: who.email, password: 'x'.repeat(73) })).status).toBe(400);
    expect((await login({ email: who.email, password: `${'x'.repeat(72)}yz` })).status).toBe(400);
    expect((await login({ email: who.email, password: 'x'.repeat(71) })).status).toBe(400);
  });

  it.each([{}, { email: 'a@mail.com' }, { password: 'Abcde_12345' }, { email: null, password: null }])(
    '%j is a 400 that names the field',
    async (body) => {
      const { status, body: answer } = await login(body);
      expect(status).toBe(400);
      expect(answer.message).toMatch(/^(email|password) must be a string/);
    },
  );
});

it('login ignores credentials in the query string', async () => {
  const query = new URLSearchParams({ email: me.email, password: me.password }).toString();
  expect((await app.api.call('POST', `login?${query}`)).status).toBe(400);
});
