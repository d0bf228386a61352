import { beforeAll, describe, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { expectRefused, expectAccepted } from '../support/refusals.js';
import { claimsIn, forge, HEADER } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let claims: Record<string, unknown>;

beforeAll(async () => {
  me = await app.api.person();
  claims = claimsIn(me.token);
});

const now = () => Math.floor(Date.now() / 1000);

describe('the claims', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['iat 50 s ahead', () => ({ iat: now() + 50 })],
    ['iat long ago', () => ({ iat: 0 })],
    ['a fractional exp', () => ({ exp: now() + 60.5 })],
    ['an nbf that has passed', () => ({ nbf: now() - 1 })],
    ['unknown claims', () => ({ aud: 'x', iss: 'y', sub: 'z', role: 'admin' })],
  ])('may have %s', (_, over) => expectAccepted(app.api, forge(HEADER, { ...claims, ...over() })));

  const times = ['9999999999', null, true, {}, [], [9999999999], '', 'x'];
  const ids = [
    undefined,
    null,
    '',
    'x',
    1,
    true,
    {},
    { $ne: 1 },
    { $gt: '' },
    [],
    'g'.repeat(24),
    'a'.repeat(23),
    'a'.repeat(25),
  ];
  it.each<[string, unknown]>([
    ...times.map((value) => ['exp', value] as [string, unknown]),
    ['exp', undefined],
    ...times.map((value) => ['iat', value] as [string, unknown]),
    ['iat', undefined],
    ['iat', 9_999_999_999],
    ...times.filter((value) => value !== null).map((value) => ['nbf', value] as [string, unknown]),
    ['nbf', 9_999_999_999],
    ...ids.map((value) => ['id', value] as [string, unknown]),
    ...[undefined, null, '', 1, true, {}, { $ne: null }, { $gt: '' }, []].map(
      (value) => ['jti', value] as [string, unknown],
    ),
  ])('are refused with %s %j', (name, value) =>
    expectRefused(app.api, forge(HEADER, { ...claims, [name]: value }), 'invalid'),
  );

  it.each(['exp', 'iat', 'nbf'])('are refused with an infinite %s', (name) => {
    const text = JSON.stringify({ ...claims, [name]: 'BIG' }).replace('"BIG"', '1e999');
    return expectRefused(app.api, forge(HEADER, text), 'invalid');
  });

  it('are refused with iat 65 s ahead and with nbf 5 s ahead', async () => {
    await expectRefused(app.api, forge(HEADER, { ...claims, iat: now() + 65 }), 'invalid');
    await expectRefused(app.api, forge(HEADER, { ...claims, nbf: now() + 5 }), 'invalid');
  });

  it.each(['', '[]', 'null', '1', '"x"', '{', '{}'])('are refused when they are %j', (payload) =>
    expectRefused(app.api, forge(HEADER, payload), 'invalid'),
  );

  it('are refused from the second of exp on', async () => {
    for (const exp of [now(), now() - 1, 0, -1])
      await expectRefused(app.api, forge(HEADER, { ...claims, exp }), 'expired');
  });

  it('are revoked unless their jti names a session of their user', async () => {
    await expectRefused(app.api, forge(HEADER, { ...claims, jti: 'unknown' }), 'revoked');
    await expectRefused(app.api, forge(HEADER, { ...claims, id: anId() }), 'revoked');
    const other = await app.api.person();
    await expectRefused(app.api, forge(HEADER, { ...claims, id: other.id }), 'revoked');
    await expectRefused(
      app.api,
      forge(HEADER, { ...claims, id: me.id.toUpperCase() }),
      /[a-f]/.test(me.id) ? 'invalid' : 'revoked',
    );
  });

  it.each([{ jti: 'unknown' }, { jti: 1 }, { id: 'x' }, { email: undefined }, { iat: 9_999_999_999 }])(
    'are refused as expired first, whatever else is wrong: %j',
    async (wrong) => {
      await expectRefused(app.api, forge(HEADER, { ...claims, ...wrong, exp: now() - 10 }), 'expired');
    },
  );
});
