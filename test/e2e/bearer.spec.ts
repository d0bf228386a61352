import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { raw } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

describe('without a token', () => {
  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Token x', 'Bearerx', 'x'])(
    'Authorization: %s is a 401 that asks for one',
    async (Authorization) => {
      const sent = Authorization === undefined ? {} : { headers: { Authorization } };
      const { status, headers, body } = await app.api.call('GET', 'todo', sent);
      expect(status).toBe(401);
      expect(body.error).toBe('Unauthorized');
      expect(headers.get('www-authenticate')).toBe('Bearer realm="todo"');
    },
  );

  it('is a request with one in the query string, a cookie, a form or another header', async () => {
    const { token } = me;
    const cookie = { Cookie: `token=${token}; jwt=${token}; access_token=${token}; Authorization=Bearer ${token}` };
    expect((await app.api.call('GET', `todo?access_token=${token}&token=${token}`)).status).toBe(401);
    expect((await app.api.call('GET', 'todo', { headers: cookie })).status).toBe(401);
    expect((await app.api.call('POST', 'todo', { body: { title: 'x', access_token: token } })).status).toBe(401);
    const form = { rawBody: `access_token=${token}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    expect((await app.api.call('PATCH', `todo/${anId()}/done`, form)).status).toBe(401);
    expect((await app.api.call('GET', 'todo', { headers: { 'X-Access-Token': token } })).status).toBe(401);
    expect((await app.api.call('GET', 'todo', { headers: { 'Proxy-Authorization': `Bearer ${token}` } })).status).toBe(
      401,
    );
  });
});

it('accepts the scheme in any case', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) {
    const sent = { headers: { Authorization: `${scheme} ${me.token}` } };
    expect((await app.api.call('GET', 'todo', sent)).status).toBe(200);
  }
});

it('refuses two Authorization headers, even equal ones', async () => {
  const other = await app.api.signIn(me);
  const good = `Authorization: Bearer ${me.token}`;
  for (const second of [good, `authorization: Bearer ${other}`, 'Authorization: Basic x', 'AUTHORIZATION:']) {
    for (const fields of [
      [good, second],
      [second, good],
    ]) {
      const { status, headers } = await raw(app.url, ['GET /api/todo HTTP/1.1', ...fields]);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toContain('Bearer realm="todo"');
    }
  }
});
