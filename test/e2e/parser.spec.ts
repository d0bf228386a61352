import { expect, it } from 'vitest';
import { exchange } from '../support/raw.js';
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
  ['an unknown Expect', 417, ['POST /api/todo HTTP/1.1', 'Expect: nonsense'], ''],
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
