import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimsOf } from '../../../src/auth/tokens/claims.js';

const NOW = 1_700_000_000;
const CLAIMS = { id: 'a'.repeat(24), name: 'John Doe', email: 'john@example.com', iat: NOW, exp: NOW + 60, jti: 'j' };

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('claimsOf', () => {
  it.each([
    ['claims as we sign them', {}],
    ['an empty name', { name: '' }],
    ['an iat 60 s ahead', { iat: NOW + 60 }],
    ['an iat long ago', { iat: 0 }],
    ['fractions of a second', { iat: NOW - 0.5, exp: NOW + 0.5 }],
  ])('takes %s', (_, part) => {
    expect(claimsOf({ ...CLAIMS, ...part })).toEqual({ ...CLAIMS, ...part });
  });

  it('leaves out what it does not know', () => {
    expect(claimsOf({ ...CLAIMS, admin: true, sub: 'x' })).toEqual(CLAIMS);
  });

  it.each(Object.keys(CLAIMS))('refuses claims without %s', (name) => {
    expect(claimsOf({ ...CLAIMS, [name]: undefined })).toBeUndefined();
    expect(claimsOf({ ...CLAIMS, [name]: null })).toBeUndefined();
    expect(claimsOf({ ...CLAIMS, [name]: { $ne: 1 } })).toBeUndefined();
    expect(claimsOf({ ...CLAIMS, [name]: [CLAIMS[name as keyof typeof CLAIMS]] })).toBeUndefined();
  });

  it.each([
    ['an id in upper case', { id: 'A'.repeat(24) }],
    ['an id that is too short', { id: 'a'.repeat(23) }],
    ['an id that is too long', { id: 'a'.repeat(25) }],
    ['an id with a newline', { id: `${'a'.repeat(24)}\n` }],
    ['an empty jti', { jti: '' }],
    ['a jti that is a number', { jti: 1 }],
    ['an exp in a string', { exp: String(NOW + 60) }],
    ['an endless exp', { exp: Infinity }],
    ['an exp that is no number', { exp: NaN }],
    ['an iat in a string', { iat: String(NOW) }],
    ['an iat that is no number', { iat: NaN }],
    ['an iat before all time', { iat: -Infinity }],
    ['an iat 61 s ahead', { iat: NOW + 61 }],
  ])('refuses %s', (_, part) => {
    expect(claimsOf({ ...CLAIMS, ...part })).toBeUndefined();
  });

  it.each([undefined, null, 'text', 1, [], {}])('refuses %j', (payload) => {
    expect(claimsOf(payload)).toBeUndefined();
  });
});
