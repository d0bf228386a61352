import { beforeAll, describe, expect, it } from 'vitest';
import { expectEnvelope } from '../support/api.js';
import { exchange } from '../support/raw.js';
import { Wire } from '../support/wire.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

it.each<[string, number, string[], string]>([
  ['no request line', 400, ['nonsense'], ''],
  ['an unknown method', 400, ['NONSENSE /api/todo HTTP/1.1'], ''],
  ['white space in the path', 400, ['GET /api/to do HTTP/1.1'], ''],
  ['a control character in a header', 400, ['GET /api/todo HTTP/1.1', 'X: a\u0000b'], ''],
  ['a length that is no number', 400, ['POST /api/todo HTTP/1.1', 'Content-Length: x'], ''],
  ['two lengths', 400, ['POST /api/todo HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'], 'x'],
  ['a length beside chunks', 400, ['POST /api/todo HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked'], ''],
  ['headers that are too large', 431, ['GET /api/todo HTTP/1.1', `X: ${'x'.repeat(20_000)}`], ''],
])('%s is refused by Node itself, and the server goes on', async (_, status, head, body) => {
  const answer = await exchange(app.url, head, body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('connection')).toBe('close');
  expect(answer.text).toMatch(/^(0\r\n\r\n)?$/);
  expect((await app.api.call('GET', '/health/live')).status).toBe(200);
});

it('a malformed chunk is a 400', async () => {
  const head = ['POST /api/register HTTP/1.1', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
  expect((await exchange(app.url, head, 'x\r\n{}\r\n0\r\n\r\n')).status).toBe(400);
});

it('Expect: 100-continue gets a 100 before the final answer', async () => {
  const head = ['POST /api/register HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 2'];
  const answer = await exchange(app.url, [...head, 'Expect: 100-continue'], '{}');
  expect(answer.status).toBe(100);
  expect(answer.text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

describe('an error of the parser after a valid head is an enveloped answer', () => {
  const head = ['POST /api/register HTTP/1.1', 'Content-Type: application/json', 'X-Request-Id: of-the-head'];
  const chunked = [...head, 'Transfer-Encoding: chunked'];

  it.each<[string, number, string[], string]>([
    ['an unknown Expect', 417, [...head, 'Expect: nonsense', 'Content-Length: 2'], '{}'],
    ['a chunk without a length', 400, chunked, 'nonsense\r\n'],
    ['a chunk that is longer than its length', 400, chunked, '2\r\n{}{}\r\n0\r\n\r\n'],
    ['chunk extensions that are too large', 413, chunked, `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`],
    ['two Host headers', 400, ['GET /api/todo HTTP/1.1', 'Host: localhost', 'X-Request-Id: of-the-head'], ''],
    ['two different Host headers', 400, ['GET /api/todo HTTP/1.1', 'hOST: other', 'X-Request-Id: of-the-head'], ''],
  ])('%s: %d', async (_, status, lines, body) => {
    const answer = await exchange(app.url, lines, body);
    expect(answer.status).toBe(status);
    expectEnvelope(answer.status, answer.headers, answer.text);
    expect(answer.headers.get('x-request-id')).toBe('of-the-head');
    expect(answer.headers.get('connection')).toBe('close');
    expect((await app.api.call('GET', '/health/live')).status).toBe(200);
  });
});

describe('an error of the parser', () => {
  const login = ['POST /api/login HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 2'];
  const live = ['GET /health/live HTTP/1.1', 'Host: localhost'];
  const statuses = ({ received }: Wire) => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

  it('behind other requests is answered after them', async () => {
    const wire = await Wire.open(app.url);
    const some = [...login, '', '{}', ...live, '', ''].join('\r\n').replace('{}\r\n', '{}');
    wire.socket.write(`${some.repeat(4)}nonsense\r\n\r\n`);
    await wire.closed;
    expect(statuses(wire)).toEqual(['400', '200', '400', '200', '400', '200', '400', '200', '400']);
    expect(wire.received).toMatch(/"error":null\}HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/);
  });

  it('in the body of a request that has been answered gets no second answer', async () => {
    const wire = await Wire.open(app.url);
    wire.head('POST /api/nope HTTP/1.1', 'Transfer-Encoding: chunked');
    await wire.until(/Cannot POST/);
    wire.socket.write('nonsense\r\n');
    await wire.closed;
    expect(statuses(wire)).toEqual(['404']);
  });

  it('in the body of a request with an unknown Expect gets no second answer', async () => {
    const wire = await Wire.open(app.url);
    wire.head('POST /api/login HTTP/1.1', 'Transfer-Encoding: chunked', 'Expect: nonsense');
    await wire.until(/Expect must be/);
    wire.socket.write('nonsense\r\n');
    await wire.closed;
    expect(statuses(wire)).toEqual(['417']);
  });
});

describe('with a short REQUEST_TIMEOUT', () => {
  beforeAll(() => app.restart({ REQUEST_TIMEOUT: '1s' }));

  it.each([
    ['a body that stops in its midst', ['POST /api/register HTTP/1.1', 'Content-Length: 10'], '{'],
    ['a body that never begins', ['POST /api/login HTTP/1.1', 'Content-Length: 10'], ''],
    ['a chunk that never ends', ['POST /api/logout HTTP/1.1', 'Transfer-Encoding: chunked'], '10\r\n{'],
  ])('%s is an enveloped 408', async (_, lines, body) => {
    const answer = await exchange(app.url, [...lines, 'Content-Type: application/json'], body);
    expect(answer.status).toBe(408);
    expectEnvelope(answer.status, answer.headers, answer.text);
    expect(answer.text).toContain(
      '"message":"The request took too long to arrive","data":null,"error":"Request Timeout"',
    );
  });

  it('a head that never ends is a bare 408', async () => {
    const wire = await Wire.open(app.url);
    wire.socket.write('GET /api/todo HTTP/1.1\r\nHost: localhost\r\n');
    await wire.closed;
    expect(wire.received).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  });

  it('a second request that never ends leaves the answer to the first alone', async () => {
    const wire = await Wire.open(app.url);
    wire.head('GET /health/live HTTP/1.1');
    await wire.until(/"status":"ok"/);
    wire.socket.write('GET /api/todo HTTP/1.1\r\n');
    await wire.closed;
    expect(wire.received).toMatch(
      /^HTTP\/1\.1 200 OK[^]+\}HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/,
    );
  });
});
