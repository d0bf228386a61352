import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bearerToken } from '../../../src/auth/tokens/bearer-token.js';

function requestWith(...authorization: string[]): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.rawHeaders = authorization.flatMap((value) => ['AUTHORIZATION', value]);
  if (authorization[0] !== undefined) request.headers.authorization = authorization[0];
  return request;
}

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER   abc', 'abc'],
  ])('finds the token in %j', (header, token) => {
    expect(bearerToken(requestWith(header))).toBe(token);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Bearerabc', 'Basic abc', 'abc', 'Token Bearer abc'])(
    'finds none in %j',
    (header) => {
      expect(bearerToken(requestWith(header))).toBeUndefined();
    },
  );

  it('finds none without a header', () => {
    expect(bearerToken(requestWith())).toBeUndefined();
  });

  it('refuses two headers, equal ones too', () => {
    expect(bearerToken(requestWith('Bearer abc', 'Bearer abc'))).toBe('');
    expect(bearerToken(requestWith('Bearer abc', 'Basic abc'))).toBe('');
  });
});
