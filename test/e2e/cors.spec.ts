import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const LISTED = ['https://app.example.com', 'http://localhost:3000'];
const UNLISTED = [
  'https://evil.example',
  'https://app.example.com.evil.example',
  'https://app.example.com:443',
  'https://app.example.com/',
  'http://app.example.com',
  'https://APP.example.com',
  'http://localhost',
  'http://localhost:30001',
  'null',
  '*',
  '',
];

const app = withApp({ CORS_ORIGINS: ` ${LISTED.join(' , ')} ` });
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

const crossing = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));
const listOf = (headers: Headers, name: string) =>
  (headers.get(name) ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .sort();
const preflight = (origin: string, path = 'todo', method = 'PATCH') =>
  app.api.fetch('OPTIONS', path, {
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': 'authorization,content-type',
    },
  });

describe('with CORS_ORIGINS', () => {
  describe.each(LISTED)('a page of %s', (origin) => {
    it('may read answers, and the headers that it needs', async () => {
      for (const [method, path] of [
        ['GET', 'todo'],
        ['GET', 'users/me'],
        ['POST', 'logout'],
      ] as const) {
        const { headers } = await app.api.call(method, path, {
          token: await app.api.signIn(me),
          headers: { Origin: origin },
        });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(headers.get('vary')?.toLowerCase()).toBe('origin');
        expect(headers.has('access-control-allow-credentials')).toBe(false);
        expect(headers.get('timing-allow-origin')).toBe(origin);
        expect(listOf(headers, 'access-control-expose-headers')).toEqual(
          expect.arrayContaining(['etag', 'link', 'location', 'retry-after', 'x-request-id']),
        );
      }
    });

    it('may read errors: 400, 401, 404, 412, 413, 415, 500', async () => {
      const id = await app.api.add(me.token);
      const headers = { Origin: origin };
      const json = { ...headers, 'Content-Type': 'application/json' };
      const answers = [
        await app.api.call('GET', 'todo?limit=0', { token: me.token, headers }),
        await app.api.call('GET', 'todo', { headers }),
        await app.api.call('GET', 'nope', { headers }),
        await app.api.call('DELETE', `todo/${id}`, { token: me.token, headers: { ...headers, 'If-Match': '"0"' } }),
        await app.api.call('POST', 'todo', { rawBody: ' '.repeat(200_000), headers: json }),
        await app.api.call('POST', 'todo', { rawBody: 'x', headers: { ...headers, 'Content-Type': 'text/plain' } }),
      ];
      vi.spyOn(app.get(SessionRepository), 'has').mockRejectedValueOnce(new Error('x'));
      answers.push(await app.api.call('GET', 'todo', { token: me.token, headers }));
      expect(answers.map(({ status }) => status)).toEqual([400, 401, 404, 412, 413, 415, 500]);
      for (const answer of answers) {
        expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
        expect(answer.headers.get('vary')).toContain('Origin');
      }
    });

    it('may read a 304, a HEAD and a health probe', async () => {
      const id = await app.api.add(me.token);
      const headers = { Origin: origin };
      for (const [method, path, status] of [
        ['GET', `todo/${id}`, 304],
        ['HEAD', 'todo', 200],
        ['GET', '/health/live', 200],
      ] as const) {
        const answer = await app.api.fetch(method, path, {
          token: me.token,
          headers: { ...headers, 'If-None-Match': '*' },
        });
        await answer.text();
        expect(answer.status).toBe(status);
        expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      }
    });

    it.each(['GET', 'POST', 'PATCH', 'DELETE'])('may preflight %s', async (method) => {
      for (const path of ['todo', `todo/${'a'.repeat(24)}`, `todo/${'a'.repeat(24)}/done`, 'users/me', 'login']) {
        const { status, headers } = await preflight(origin, path, method);
        expect(status).toBe(204);
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(listOf(headers, 'access-control-allow-methods')).toEqual(['delete', 'get', 'head', 'patch', 'post']);
        expect(listOf(headers, 'access-control-allow-headers')).toEqual([
          'authorization',
          'baggage',
          'content-type',
          'idempotency-key',
          'if-match',
          'if-none-match',
          'prefer',
          'traceparent',
          'tracestate',
          'x-request-id',
        ]);
        expect(Number(headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(60);
        expect(headers.has('access-control-allow-credentials')).toBe(false);
        expect(headers.get('vary')?.toLowerCase()).toContain('origin');
      }
    });
  });

  it.each(UNLISTED)('a page of "%s" gets no Access-Control header', async (origin) => {
    const get = await app.api.call('GET', 'todo', { token: me.token, headers: { Origin: origin } });
    expect(get.status).toBe(200);
    const refused = await app.api.call('GET', 'todo', { headers: { Origin: origin } });
    const ahead = await preflight(origin);
    await ahead.text();
    expect(ahead.status).toBe(404);
    for (const { headers } of [get, refused, ahead]) {
      expect(crossing(headers)).toEqual([]);
      expect(headers.has('timing-allow-origin')).toBe(false);
      expect(headers.get('vary')?.toLowerCase()).toBe('origin');
    }
  });

  it('a request without Origin gets only Vary', async () => {
    const { headers } = await app.api.call('GET', 'todo', { token: me.token });
    expect(crossing(headers)).toEqual([]);
    expect(headers.get('vary')).toBe('Origin');
  });
});

describe('without CORS_ORIGINS', () => {
  beforeAll(() => app.restart({}));

  it.each([...LISTED, 'null'])('a page of "%s" gets neither Access-Control headers nor Vary', async (origin) => {
    const get = await app.api.call('GET', 'todo', { token: me.token, headers: { Origin: origin } });
    const ahead = await preflight(origin);
    await ahead.text();
    expect([get.status, ahead.status]).toEqual([200, 404]);
    for (const { headers } of [get, ahead]) {
      expect(crossing(headers)).toEqual([]);
      expect(headers.has('vary')).toBe(false);
    }
  });

  it('the first refused preflight of an origin logs one line that names it and the setting', async () => {
    const warnings = () => app.log.filter(({ msg }) => String(msg).includes('CORS_ORIGINS'));
    const before = warnings().length;
    for (const origin of ['http://localhost:5173', 'http://localhost:5173', `https://${'x'.repeat(500)}.example`])
      await (await preflight(origin)).text();
    await app.api.call('GET', 'todo', { token: me.token, headers: { Origin: 'https://no-preflight.example' } });
    const logged = warnings().slice(before);
    expect(logged.map(({ level, origin }) => [level, origin])).toEqual([
      [40, 'http://localhost:5173'],
      [40, `https://${'x'.repeat(192)}`],
    ]);
  });

  it('logs at most 100 refused origins', async () => {
    for (let index = 0; index < 110; index++) await (await preflight(`https://${index}.example`)).text();
    expect(app.log.filter(({ msg }) => String(msg).includes('CORS_ORIGINS'))).toHaveLength(100);
  });
});
