import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person, Sent } from '../support/api.js';
import { raw } from '../support/raw.js';
import { SEED_TOKEN } from '../support/seed.js';
import { claimsIn, forge, HEADER, respelled } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let token: string;

beforeAll(async () => void (me = await app.api.person()));
beforeEach(async () => void (token = await app.api.signIn(me)));
afterEach(() => vi.useRealTimers());

const logout = (sent: Sent) => app.api.call('POST', 'logout', sent);
const works = async (of: string) => (await app.api.call('GET', 'todo', { token: of })).status === 200;

async function expectOut(sent: Sent, gone: string) {
  expect(await works(gone)).toBe(true);
  const { status, body } = await logout(sent);
  expect(status).toBe(200);
  expect(body.message).toBe(`User ${me.email} token is successfully invalidated`);
  expect(body.data).toEqual({});
  expect(await works(gone)).toBe(false);
}

describe('the token', () => {
  it('comes from the body, without any authentication', () => expectOut({ body: { token } }, token));
  it('comes from the header when there is no body', () => expectOut({ token }, token));
  it('comes from the header when the body is empty', () => expectOut({ token, body: {} }, token));
  it('comes from the header when the body says null', () => expectOut({ token, body: { token: null } }, token));
  it('comes from a header whose scheme is in any case', () =>
    expectOut({ headers: { Authorization: `bEARER ${token}` } }, token));

  it('of the body is revoked, and not that of the header, when there are both', async () => {
    const other = await app.api.signIn(me);
    await expectOut({ token: other, body: { token } }, token);
    expect(await works(other)).toBe(true);
  });

  it('of another user can be revoked by anyone who has it', async () => {
    const other = await app.api.person();
    await expectOut({ token: other.token, body: { token } }, token);
    expect(await works(other.token)).toBe(true);
  });

  it('is revoked at once, and no other token of the user is', async () => {
    const others = [me.token, await app.api.signIn(me)];
    await expectOut({ body: { token } }, token);
    for (const other of others) expect(await works(other)).toBe(true);
  });

  it('gives the message its email', async () => {
    const named = forge(HEADER, { ...claimsIn(token), email: 'claimed@mail.com' });
    const { body } = await logout({ body: { token: named } });
    expect(body.message).toBe('User claimed@mail.com token is successfully invalidated');
    expect(await works(token)).toBe(false);
  });
});

describe('a token that is no longer valid is a 200', () => {
  it('when it is revoked', async () => {
    const first = await logout({ body: { token } });
    const again = await logout({ body: { token } });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect((await logout({ token })).status).toBe(200);
  });

  it('when it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * 3_600_000 });
    const { status, body } = await logout({ body: { token } });
    expect(status).toBe(200);
    expect(body.message).toBe(`User ${me.email} token is successfully invalidated`);
  });

  it('when 20 come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => logout({ body: { token } })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await works(token)).toBe(false);
  });
});

describe('anything else is a 400, and revokes nothing', () => {
  const [header = '', payload = '', signature = ''] = SEED_TOKEN.split('.');

  it.each<[string, (good: string) => unknown]>([
    ['an empty text', () => ''],
    ['white space', () => ' '],
    ['a word', () => 'nonsense'],
    ['two segments', (good) => good.split('.').slice(0, 2).join('.')],
    ['four segments', (good) => `${good}.x`],
    ['white space around it', (good) => ` ${good} `],
    ['the scheme before it', (good) => `Bearer ${good}`],
    ['padding', (good) => `${good}=`],
    ['another spelling of the signature', (good) => respelled(good)],
    ['another key', (good) => forge(HEADER, claimsIn(good), 'another key')],
    ['alg none', (good) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1] ?? ''}.`],
    ['HS512', (good) => forge({ alg: 'HS512', typ: 'JWT' }, claimsIn(good), undefined, 'HS512')],
    ['crit', (good) => forge({ ...HEADER, crit: ['exp'] }, claimsIn(good))],
    ['no jti', (good) => forge(HEADER, { ...claimsIn(good), jti: undefined })],
    ['an operator as jti', (good) => forge(HEADER, { ...claimsIn(good), jti: { $ne: 1 } })],
    ['an email that is none', (good) => forge(HEADER, { ...claimsIn(good), email: { $ne: 1 } })],
    ['the seed’s placeholder', () => SEED_TOKEN],
    ['the seed’s placeholder, changed', () => [header, payload, respelled(signature)].join('.')],
    ['something very long', () => 'x'.repeat(50_000)],
  ])('%s, even beside a good header', async (_, spoil) => {
    const bad = spoil(token);
    expect((await logout({ token, body: { token: bad } })).status).toBe(400);
    expect((await logout({ body: { token: bad } })).status).toBe(400);
    expect(await works(token)).toBe(true);
  });

  it('neither body nor header', async () => {
    expect((await logout({})).status).toBe(400);
    expect((await logout({ body: {} })).status).toBe(400);
    expect((await logout({ body: { token: null } })).status).toBe(400);
  });

  it.each(['nonsense', 'Basic dXNlcjpwYXNz', 'Bearer', 'Bearer nonsense'])('the header %s', async (Authorization) => {
    expect((await logout({ headers: { Authorization } })).status).toBe(400);
  });

  it('two headers, the query string or a cookie', async () => {
    const head = ['POST /api/logout HTTP/1.1', 'Content-Length: 0'];
    const field = `Authorization: Bearer ${token}`;
    expect((await raw(app.url, [...head, field, field])).status).toBe(400);
    expect((await logout({ headers: { Cookie: `token=${token}; access_token=${token}` } })).status).toBe(400);
    expect((await app.api.call('POST', `logout?token=${token}&access_token=${token}`)).status).toBe(400);
    expect(await works(token)).toBe(true);
  });
});
