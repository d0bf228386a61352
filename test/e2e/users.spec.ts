import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { anEmail, anId } from '../support/builders.js';
import { INVISIBLE, spellingsOf } from '../support/texts.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let jane: Person;

beforeAll(async () => {
  me = await app.api.person();
  jane = await app.api.person({ firstName: 'Jane', lastName: 'Roe' });
});

const find = (id: string, token = me.token) => app.api.call('GET', `users/${id}`, { token });
const lookUp = (query: string, token = me.token) => app.api.call('GET', `users${query}`, { token });
const byEmail = (email: string, token?: string) => lookUp(`?email=${encodeURIComponent(email)}`, token);

describe('GET /users/{id}', () => {
  it('returns the names, and never the email', async () => {
    const { status, body } = await find(jane.id.toUpperCase());
    expect(status).toBe(200);
    expect(body.message).toBe(`User ${jane.id} is successfully retrieved`);
    expect(body.data).toEqual({ id: jane.id, firstName: 'Jane', lastName: 'Roe' });
    expect((await find(me.id)).body.data).toEqual({ id: me.id });
    expect((await find(me.id, jane.token)).body.data).toEqual({ id: me.id });
  });

  it.each(['x', 'ME', 'me%20', 'a'.repeat(23), 'a'.repeat(25), 'g'.repeat(24), '%20', '$ne', 'null'])(
    'is a 400 for %s',
    async (id) => {
      const { status, body } = await find(id);
      expect(status).toBe(400);
      expect(body.message).toBe('id must be an id of 24 hex digits');
    },
  );

  it('is a 404 for an unknown user', async () => {
    const id = anId();
    const { status, body } = await find(id.toUpperCase());
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: 'Not Found', message: `User ${id} is not found` });
  });
});

it.each([`users/${'a'.repeat(24)}`, 'users?email=x@mail.com', 'users', 'users/x', 'users/me'])(
  'GET %s needs a token',
  async (path) => {
    expect((await app.api.call('GET', path)).status).toBe(401);
  },
);

describe('GET /users?email=', () => {
  it('finds exactly that user', async () => {
    const { status, body } = await byEmail(` ${jane.email.toUpperCase()}\t`);
    expect(status).toBe(200);
    expect(body.message).toBe('Users is successfully retrieved');
    expect(body.data).toEqual([{ id: jane.id, email: jane.email, firstName: 'Jane', lastName: 'Roe' }]);
    expect((await byEmail(me.email)).body.data).toEqual([{ id: me.id, email: me.email }]);
  });

  it('finds a user by every spelling of the email, and shows it as it was registered', async () => {
    const email = `Jo\u0308.${anId()}@B\u00fccher.example`;
    const { id, token } = await app.api.person({ email });
    for (const spelling of spellingsOf(email))
      expect((await byEmail(spelling, token)).body.data).toEqual([{ id, email }]);
  });

  it('finds nobody by a part or a pattern', async () => {
    const tail = jane.email.slice(5);
    for (const email of [anEmail(), `x${jane.email}`, `%${tail}`, `_____${tail}`, `.*${tail}`, jane.email.slice(1)]) {
      const { status, body } = await byEmail(email);
      expect([200, 400]).toContain(status);
      if (status === 200) expect(body.data).toEqual([]);
    }
  });

  it('is limited per caller, whatever the look-ups find', async () => {
    const [one, two] = [await app.api.person(), await app.api.person()];
    const tries = Array.from({ length: 60 }, (_, index) => byEmail(index % 2 ? jane.email : anEmail(), one.token));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([200]));
    for (const email of [jane.email, anEmail()]) {
      const { status, headers, body } = await byEmail(email, one.token);
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(body.error).toBe('Too Many Requests');
    }
    expect((await byEmail(jane.email, await app.api.signIn(one))).status).toBe(429);
    expect((await byEmail(jane.email, two.token)).status).toBe(200);
    expect((await find(jane.id, one.token)).status).toBe(200);
    expect((await app.api.call('GET', 'users/me', { token: one.token })).status).toBe(200);
    expect((await app.api.call('GET', 'todo', { token: one.token })).status).toBe(200);
  });
});

describe('with RATE_LIMIT_ENABLED=false', () => {
  beforeAll(() => app.restart({ RATE_LIMIT_ENABLED: 'false' }));

  it('look-ups are not counted', async () => {
    for (let index = 0; index < 130; index++) expect((await byEmail(jane.email)).status).toBe(200);
  });

  it.each([
    '',
    '?',
    '?email',
    '?email=',
    '?email=%20',
    '?email=x',
    '?email=x@',
    '?email=@mail.com',
    '?email=a@mail.com,b@mail.com',
    '?email=a@mail.com&email=a@mail.com',
    '?email=a@mail.com&email=',
    '?email[$ne]=x',
    '?email[]=a@mail.com&email[]=b@mail.com',
    '?Email=a@mail.com',
    '?email=a%00@mail.com',
    `?email=${'a'.repeat(250)}@mail.com`,
    '?email=a@mail.com/x.com',
    ...INVISIBLE.map((char) => `?email=${encodeURIComponent(`a${char}@mail.com`)}`),
  ])('%s is a 400', async (query) => {
    const { status, body } = await lookUp(query);
    expect(status).toBe(400);
    expect(body.message).toMatch(/^email /);
    expect(body.message).not.toContain('mail.com');
  });
});
