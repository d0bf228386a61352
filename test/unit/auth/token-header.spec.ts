import { describe, expect, it } from 'vitest';
import { looksLikeToken } from '../../../src/auth/tokens/token-header.js';

const segment = (text: string) => Buffer.from(text).toString('base64url');
const token = (header: unknown, rest = '.e30.AAAA') => segment(JSON.stringify(header)) + rest;
const HS256 = { alg: 'HS256', typ: 'JWT' };

describe('looksLikeToken', () => {
  it.each([
    ['our own header', HS256],
    ['no typ', { alg: 'HS256' }],
    ['typ in another case', { alg: 'HS256', typ: 'jwt' }],
    ['a kid that names a file', { ...HS256, kid: '../../dev/null' }],
    ['a jku that names a host', { ...HS256, jku: 'https://example.com/keys', x5u: 'https://example.com/cert' }],
    ['a key of its own', { ...HS256, jwk: { kty: 'oct', k: 'AAAA' }, x5c: ['AAAA'] }],
  ])('takes %s', (_, header) => {
    expect(looksLikeToken(token(header))).toBe(true);
  });

  it.each([
    ['no alg', { typ: 'JWT' }],
    ['alg none', { ...HS256, alg: 'none' }],
    ['alg in another case', { ...HS256, alg: 'hs256' }],
    ['a longer alg', { ...HS256, alg: 'HS512' }],
    ['an alg of another kind', { ...HS256, alg: 'RS256' }],
    ['alg in an array', { ...HS256, alg: ['HS256'] }],
    ['another typ', { ...HS256, typ: 'at+jwt' }],
    ['typ null', { ...HS256, typ: null }],
    ['typ in an array', { ...HS256, typ: ['JWT'] }],
    ['crit', { ...HS256, crit: ['exp'] }],
    ['an empty crit', { ...HS256, crit: [] }],
    ['a header that is null', null],
    ['a header that is a text', 'HS256'],
    ['a header that is an array', ['HS256']],
  ])('refuses %s', (_, header) => {
    expect(looksLikeToken(token(header))).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['dots', '..'],
    ['two segments', token(HS256, '.e30')],
    ['no signature', token(HS256, '.e30.')],
    ['four segments', token(HS256, '.e30.AAAA.AAAA')],
    ['five segments, as of an encrypted one', token(HS256, '.e30.AAAA.AAAA.AAAA')],
    ['padding', token(HS256, '.e30=.AAAA')],
    ['the other base64 alphabet', token(HS256, '.e30.AA+/')],
    ['stray bits in the signature', token(HS256, '.e30.AB')],
    ['a segment of one character', token(HS256, '.e30.A')],
    ['a newline', `${token(HS256)}\n`],
    ['a space', ` ${token(HS256)}`],
    ['a header that is no JSON', `${segment('{alg:HS256}')}.e30.AAAA`],
    ['the placeholder of the seed', '{access-token}'],
  ])('refuses %s', (_, text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});
