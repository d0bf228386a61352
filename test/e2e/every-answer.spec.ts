import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { exchange, raw } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

describe('an unknown route', () => {
  it.each([
    ['GET', '/api/nope'],
    ['GET', '/api/'],
    ['GET', '/api'],
    ['GET', '/'],
    ['GET', '/nope'],
    ['GET', '/todo'],
    ['GET', '/api/todo/'],
    ['GET', '/api/Todo'],
    ['GET', '/API/todo'],
    ['GET', '/api//todo'],
    ['GET', '//api/todo'],
    ['GET', '/api/register'],
    ['POST', '/api/register/'],
    ['POST', '/api/Register'],
    ['POST', '/api/login/'],
    ['POST', '/api/LOGIN'],
    ['POST', '/api/logout/'],
    ['PUT', '/api/todo'],
    ['DELETE', '/api/todo'],
    ['OPTIONS', '/api/todo'],
    ['PURGE', '/api/todo'],
    ['POST', `/api/todo/${'a'.repeat(24)}`],
    ['PATCH', `/api/todo/${'a'.repeat(24)}/done/`],
    ['PATCH', `/api/todo/${'a'.repeat(24)}/done/more`],
    ['DELETE', `/api/todo/${'a'.repeat(24)}/`],
    ['GET', '/api/health/live'],
    ['GET', '/health'],
    ['GET', '/health/live/'],
    ['GET', '/Health/live'],
    ['POST', '/health/live'],
    ['GET', '/favicon.ico'],
  ])('%s %s is a 404 that names both, and never the query string', async (method, path) => {
    const { status, body } = await raw(app.url, [`${method} ${path}?secret=1&x=%zz HTTP/1.1`]);
    expect(status).toBe(404);
    expect(body.error).toBe('Not Found');
    expect(body.message).toBe(`Cannot ${method} ${path}`);
  });

  it('does not repeat a query string that stands in an absolute request target', async () => {
    const { status, body } = await raw(app.url, ['GET http://evil.example/api/nope?secret=1 HTTP/1.1']);
    expect(status).toBe(404);
    expect(body.message).not.toMatch(/secret|\?/);
  });

  it('is a 404 with a wrong token too', async () => {
    expect((await app.api.call('GET', 'nope')).status).toBe(404);
    expect((await app.api.call('GET', 'nope', { token: 'wrong' })).status).toBe(404);
  });
});

describe('a path that cannot be decoded', () => {
  it.each([
    ['PATCH', '/api/todo/%zz/done'],
    ['PATCH', `/api/todo/${'a'.repeat(24)}/%`],
    ['PATCH', `/api/todo/${'a'.repeat(24)}/%ff`],
    ['DELETE', '/api/todo/%E0%A4%A'],
    ['DELETE', '/api/todo/%00'],
    ['DELETE', '/api/todo/%2e%2e'],
    ['DELETE', '/api/todo/%2F'],
  ])('%s %s is a 400', async (method, path) => {
    const { status } = await raw(app.url, [`${method} ${path} HTTP/1.1`, `Authorization: Bearer ${me.token}`]);
    expect(status).toBe(400);
  });
});

describe('HEAD', () => {
  it.each([
    ['/api/todo', 200],
    ['/api/todo?assignee=x', 400],
    ['/api/nope', 404],
    ['/health/live', 200],
  ])('%s has the status of GET, %d, and no body', async (path, status) => {
    const head = [`Authorization: Bearer ${me.token}`];
    const answer = await exchange(app.url, [`HEAD ${path} HTTP/1.1`, ...head]);
    const get = await exchange(app.url, [`GET ${path} HTTP/1.1`, ...head]);
    expect(answer.status).toBe(status);
    expect(get.status).toBe(status);
    expect(answer.text).toBe('');
    const names = ({ headers }: typeof get) => [...headers.keys()].sort();
    expect(names(answer)).toEqual(names(get));
    if (status !== 404) {
      expect(answer.headers.get('content-length')).toBe(get.headers.get('content-length'));
    }
  });

  it('needs a token where GET does', async () => {
    const response = await app.api.fetch('HEAD', 'todo');
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });
});

describe('the request id', () => {
  const idFor = async (...fields: string[]) =>
    (await raw(app.url, ['GET /api/nope HTTP/1.1', ...fields])).headers.get('x-request-id');

  it.each(['a', 'A-z.0_9', '0'.repeat(64)])('is taken from the request, as %s', async (id) => {
    expect(await idFor(`X-Request-Id: ${id}`)).toBe(id);
    expect(await idFor(`x-REQUEST-id: ${id}`)).toBe(id);
  });

  it.each(['', '0'.repeat(65), 'a b', 'a,b', 'a/b', '<script>', 'ü', 'a\tb', '%0a', '{}'])(
    'is a new one when that of the request is "%s"',
    async (id) => {
      const answered = await idFor(`X-Request-Id: ${id}`);
      expect(answered).not.toBe(id);
      expect(answered).toMatch(/^[A-Za-z0-9._-]{16,64}$/);
    },
  );

  it('is a new one when the request has two, even equal ones', async () => {
    expect(await idFor('X-Request-Id: one', 'X-Request-Id: two')).not.toMatch(/one|two/);
    expect(await idFor('X-Request-Id: one', 'X-Request-Id: one')).not.toMatch(/one/);
  });

  it('differs for every request', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => idFor()));
    expect(new Set(ids).size).toBe(20);
  });
});

describe('headers', () => {
  it('do not name the software, and have no ETag for a list', async () => {
    const { headers } = await app.api.call('GET', 'todo', { token: me.token });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['todo', 'nope', '/health/live', '/nope'])('include those for security on %s', async (path) => {
    const { headers } = await app.api.call('GET', path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

it('keeps every answer of login out of caches, errors included', async () => {
  const sent = [
    { body: me },
    { body: {} },
    { rawBody: '{' },
    { rawBody: 'x', headers: { 'Content-Type': 'text/plain' } },
  ];
  const statuses = [];
  for (const each of sent) {
    const { status, headers } = await app.api.call('POST', 'login', each);
    expect(headers.get('cache-control')).toBe('no-store');
    statuses.push(status);
  }
  expect(statuses).toEqual([200, 400, 415, 415]);
});

it('names the id of an unknown todo in lower case', async () => {
  const id = anId();
  for (const [method, path] of [
    ['PATCH', `todo/${id.toUpperCase()}/done`],
    ['DELETE', `todo/${id.toUpperCase()}`],
  ] as const) {
    const { status, body } = await app.api.call(method, path, { token: me.token });
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: 'Not Found', message: `Todo ${id} is not found` });
  }
});
