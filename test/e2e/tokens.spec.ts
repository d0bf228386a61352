import { beforeAll, describe, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { expectRefused, expectAccepted } from '../support/refusals.js';
import { claimsIn, encode, forge, HEADER, respelled, SECRET, signSegments } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let claims: Record<string, unknown>;

beforeAll(async () => {
  me = await app.api.person();
  claims = claimsIn(me.token);
});

describe('the header of a token', () => {
  it.each<[string, object]>([
    ['alg and typ', HEADER],
    ['no typ', { alg: 'HS256' }],
    ['typ in lower case', { alg: 'HS256', typ: 'jwt' }],
    ['typ in mixed case', { alg: 'HS256', typ: 'JwT' }],
    ['a kid that is a path', { ...HEADER, kid: '../../../../dev/null' }],
    ['a kid that is a query', { ...HEADER, kid: "x' UNION SELECT 'key" }],
    ['jku', { ...HEADER, jku: 'http://127.0.0.1:1/keys.json' }],
    ['jwk', { ...HEADER, jwk: { kty: 'oct', k: encode('x') } }],
    ['x5u', { ...HEADER, x5u: 'http://127.0.0.1:1/cert.pem' }],
    ['x5c', { ...HEADER, x5c: ['x'] }],
    ['cty', { ...HEADER, cty: 'x' }],
  ])('may have %s, which changes nothing', (_, header) => expectAccepted(app.api, forge(header, claims)));

  it.each<[string, object | string]>([
    ['alg none', { alg: 'none', typ: 'JWT' }],
    ['alg NONE', { alg: 'NONE' }],
    ['alg in lower case', { ...HEADER, alg: 'hs256' }],
    ['alg RS256', { ...HEADER, alg: 'RS256' }],
    ['alg HS384 over a signature of HS256', { ...HEADER, alg: 'HS384' }],
    ['no alg', { typ: 'JWT' }],
    ['alg null', { ...HEADER, alg: null }],
    ['alg as a list', { ...HEADER, alg: ['HS256'] }],
    ['another typ', { ...HEADER, typ: 'at+jwt' }],
    ['an empty typ', { ...HEADER, typ: '' }],
    ['typ null', { ...HEADER, typ: null }],
    ['typ as a number', { ...HEADER, typ: 1 }],
    ['crit', { ...HEADER, crit: ['exp'], exp: 1 }],
    ['an empty crit', { ...HEADER, crit: [] }],
    ['crit null', { ...HEADER, crit: null }],
    ['b64', { ...HEADER, b64: false, crit: ['b64'] }],
    ['no object', '[]'],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
  ])('is refused with %s', (_, header) => expectRefused(app.api, forge(header, claims), 'invalid'));

  it('is refused with HS384 and HS512, even rightly signed', async () => {
    for (const alg of ['HS384', 'HS512'] as const)
      await expectRefused(app.api, forge({ alg, typ: 'JWT' }, claims, SECRET, alg), 'invalid');
  });

  it('is refused without a signature', async () => {
    const payload = encode(JSON.stringify(claims));
    for (const header of [encode('{"alg":"none","typ":"JWT"}'), encode(JSON.stringify(HEADER))]) {
      await expectRefused(app.api, `${header}.${payload}.`, 'invalid');
      await expectRefused(app.api, `${header}.${payload}`, 'invalid');
    }
  });
});

describe('the signature', () => {
  it.each(['another key that is long enough to be one', '', `${SECRET} `, SECRET.toUpperCase()])(
    'with the key "%s" is refused',
    (secret) => expectRefused(app.api, forge(HEADER, claims, secret), 'invalid'),
  );

  it('must be that of the header and the payload', async () => {
    const [header = '', , signature = ''] = me.token.split('.');
    const other = encode(JSON.stringify({ ...claims, id: anId() }));
    await expectRefused(app.api, `${header}.${other}.${signature}`, 'invalid');
    await expectRefused(app.api, `${header}.${other}.${'A'.repeat(43)}`, 'invalid');
  });
});

describe('the spelling of a token', () => {
  it.each<[string, (header: string, payload: string, signature: string) => string]>([
    ['a stray bit in the signature', (h, p, s) => `${h}.${p}.${respelled(s)}`],
    ['a padded signature', (h, p, s) => `${h}.${p}.${s}=`],
    ['a padded header', (h, p) => signSegments(`${h}=`, p)],
    ['a padded payload', (h, p) => signSegments(h, `${p}==`)],
    ['base64 instead of base64url', (h, p) => signSegments(h, Buffer.from(p, 'base64url').toString('base64'))],
    ['white space within', (h, p) => signSegments(h, `${p.slice(0, 8)} ${p.slice(8)}`)],
    ['a fourth segment', (h, p, s) => `${h}.${p}.${s}.`],
    ['a segment before', (h, p, s) => `.${h}.${p}.${s}`],
    ['a comma', (h, p, s) => `${h}.${p}.${s},`],
    ['the token twice', (h, p, s) => `${h}.${p}.${s} ${h}.${p}.${s}`],
    ['the token twice, with a comma', (h, p, s) => `${h}.${p}.${s}, Bearer ${h}.${p}.${s}`],
    ['quotes', (h, p, s) => `"${h}.${p}.${s}"`],
    ['nothing but dots', () => '..'],
    ['something very long', () => 'x'.repeat(10_000)],
  ])('is refused with %s', async (_, spell) => {
    const [header = '', payload = '', signature = ''] = forge(HEADER, { ...claims, pad: '?>?>~~~' }).split('.');
    await expectAccepted(app.api, `${header}.${payload}.${signature}`);
    await expectRefused(app.api, spell(header, payload, signature), 'invalid');
  });

  it('is refused with a stray bit in a payload that is rightly signed', async () => {
    const texts = ['', 'a', 'ab'].map((pad) => encode(JSON.stringify({ ...claims, pad })));
    const [payload = ''] = texts.filter((text) => text.length % 4 !== 0);
    await expectAccepted(app.api, signSegments(encode(JSON.stringify(HEADER)), payload));
    await expectRefused(app.api, signSegments(encode(JSON.stringify(HEADER)), respelled(payload)), 'invalid');
  });
});
