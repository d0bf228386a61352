import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Answer, Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { raw } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

const HOUR = 3_600_000;

const app = withApp({ JWT_EXPIRES_IN: '7d' });
let me: Person;
let other: Person;

beforeAll(async () => void (other = await app.api.person()));
beforeEach(async () => void (me = await app.api.person()));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const post = (key: string, body: unknown = { title: 'x' }, token = me.token) =>
  app.api.call('POST', 'todo', { token, body, headers: { 'Idempotency-Key': key } });
const list = () => app.api.list(me.token);

/** The part of an answer that is the same for every try: all but the request id and the date. */
const lasting = ({ status, headers, body }: Answer) => ({
  status,
  body,
  ...Object.fromEntries(['location', 'etag', 'content-type', 'cache-control'].map((name) => [name, headers.get(name)])),
});

describe('the same key', () => {
  it('adds one todo, and answers every time with the same 201', async () => {
    const key = anId();
    const first = await post(key);
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toMatch(/^\/api\/todo\/[0-9a-f]{24}$/);
    for (let again = 0; again < 3; again++) expect(lasting(await post(key))).toEqual(lasting(first));
    expect(await list()).toHaveLength(1);
  });

  it('with the same todo in another spelling gives the same answer', async () => {
    const assignee = 'abcdef'.repeat(4);
    const same = [
      { title: 'x', dueDate: '2022-12-04', assignee },
      { title: 'x', dueDate: '2022-12-04T00:00:00Z', assignee: assignee.toUpperCase() },
      { title: 'x', dueDate: '2022-12-04t02:00:00.0004+02:00', assignee, status: 'todo', description: null },
      { title: 'x', due_date: '2022-12-04', assignee, createdBy: me.id, unknown: anId() },
      { due_date: '2022-12-04', createdBy: me.id.toUpperCase(), assignee, dueDate: null, title: 'x' },
    ];
    const key = anId();
    const first = await post(key, same[0]);
    for (const body of same) expect(lasting(await post(key, body))).toEqual(lasting(first));
    expect(await list()).toHaveLength(1);
  });

  const full = { title: 'x', description: 'y', dueDate: '2022-12-04', assignee: 'a'.repeat(24), status: 'todo' };
  it.each([
    { title: 'X' },
    { title: 'x ' },
    { description: '' },
    { description: null },
    { dueDate: '2022-12-05' },
    { dueDate: null },
    { assignee: 'b'.repeat(24) },
    { assignee: null },
    { status: 'done' },
    { createdBy: 'a'.repeat(24) },
  ])('with %j changed in the body is a 422, and adds nothing', async (change) => {
    const key = anId();
    const first = await post(key, full);
    const { status, body, headers } = await post(key, { ...full, ...change });
    expect(status).toBe(422);
    expect(body.error).toBe('Unprocessable Entity');
    expect(body.message).toMatch(/^Idempotency-Key /);
    expect(headers.has('location')).toBe(false);
    expect(await list()).toHaveLength(1);
    expect(lasting(await post(key, full))).toEqual(lasting(first));
  });

  it('of another caller is another key', async () => {
    const key = anId();
    const first = await post(key);
    const others = await post(key, { title: 'another' }, other.token);
    expect(others.status).toBe(201);
    expect(others.headers.get('location')).not.toBe(first.headers.get('location'));
    expect((await post(key)).headers.get('location')).toBe(first.headers.get('location'));
  });

  it('from another session of the caller is the same key', async () => {
    const key = anId();
    const first = await post(key);
    expect(lasting(await post(key, { title: 'x' }, await app.api.signIn(me)))).toEqual(lasting(first));
  });

  it('in another case is another key, and without a key nothing is remembered', async () => {
    const key = anId().replace(/^./, 'a');
    await post(key);
    await post(key.replace(/^./, 'A'));
    await app.api.add(me.token, { title: 'x' });
    await app.api.add(me.token, { title: 'x' });
    expect(await list()).toHaveLength(4);
  });

  it('is remembered for 24 hours', async () => {
    const key = anId();
    const first = await post(key);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * HOUR - 30_000 });
    expect(lasting(await post(key))).toEqual(lasting(first));
    vi.setSystemTime(Date.now() + 31_000);
    const late = await post(key, { title: 'another' });
    expect(late.status).toBe(201);
    expect(late.headers.get('location')).not.toBe(first.headers.get('location'));
    expect(await list()).toHaveLength(2);
  });

  it('gives the same answer after its todo was edited or deleted', async () => {
    const key = anId();
    const first = await post(key);
    const id = first.headers.get('location')?.split('/').at(-1) ?? '';
    await app.api.call('PATCH', `todo/${id}/done`, { token: me.token });
    expect(lasting(await post(key))).toEqual(lasting(first));
    await app.api.call('DELETE', `todo/${id}`, { token: me.token });
    expect(lasting(await post(key))).toEqual(lasting(first));
    expect(await list()).toEqual([]);
  });
});

describe('a key', () => {
  it.each(['!', '~', '"quoted"', '{},;:\\', "it's", `8e03978e-40d5-43dd-bc93-6894a57f9324`, '$ne', 'x'.repeat(128)])(
    'may be %s',
    async (key) => {
      const first = await post(key);
      expect(first.status).toBe(201);
      expect(lasting(await post(key))).toEqual(lasting(first));
      expect(await list()).toHaveLength(1);
    },
  );

  it.each(['', ' ', 'a b', 'x'.repeat(129), 'caf\u00e9', '\u0080', 'a\tb'])('"%s" is a 400', async (key) => {
    const { status, body } = await raw(
      app.url,
      [
        'POST /api/todo HTTP/1.1',
        `Authorization: Bearer ${me.token}`,
        'Content-Type: application/json',
        'Content-Length: 13',
        `Idempotency-Key: ${key}`,
      ],
      '{"title":"x"}',
    );
    expect(status).toBe(400);
    expect(body.message).toBe('Idempotency-Key must have 1 to 128 visible ASCII characters');
    expect(await list()).toEqual([]);
  });

  it('sent twice is a 400', async () => {
    const fields = [`Authorization: Bearer ${me.token}`, 'Content-Type: application/json', 'Content-Length: 13'];
    const head = ['POST /api/todo HTTP/1.1', ...fields, 'Idempotency-Key: a', 'Idempotency-Key: a'];
    expect((await raw(app.url, head, '{"title":"x"}')).status).toBe(400);
    expect(await list()).toEqual([]);
  });

  it('is ignored by every route but POST /todo', async () => {
    const headers = { 'Idempotency-Key': 'a b' };
    expect((await app.api.call('GET', 'todo', { token: me.token, headers })).status).toBe(200);
    const id = await app.api.add(me.token);
    expect((await app.api.call('PATCH', `todo/${id}/done`, { token: me.token, headers })).status).toBe(200);
  });
});

describe('a refused try', () => {
  it.each<[number, unknown, string | undefined]>([
    [400, { title: '' }, undefined],
    [400, { title: 'x', dueDate: 'x' }, undefined],
    [401, { title: 'x' }, 'wrong'],
    [413, { title: 'x'.repeat(200_000) }, undefined],
  ])('with a %d does not use up its key', async (status, body, token) => {
    const key = anId();
    expect((await post(key, body, token)).status).toBe(status);
    expect((await post(key, { title: 'right' })).status).toBe(201);
    expect(await list()).toMatchObject([{ title: 'right' }]);
  });

  it('that failed in the database can be repeated', async () => {
    const key = anId();
    vi.spyOn(app.get(TodoRepository), 'addOnce').mockRejectedValueOnce(new Error('gone'));
    expect((await post(key)).status).toBe(500);
    expect((await post(key, { title: 'another' })).status).toBe(201);
    expect(await list()).toHaveLength(1);
  });
});

describe('posts at once', () => {
  it('20 equal ones add one todo, and all get the same answer', async () => {
    const key = anId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(key)));
    const [first, ...others] = answers.map(lasting);
    expect(first?.status).toBe(201);
    for (const each of others) expect(each).toEqual(first);
    expect(await list()).toHaveLength(1);
  });

  it('20 different ones add one todo, and 19 are a 422', async () => {
    const key = anId();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => post(key, { title: `${index}` })));
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19);
    expect((await list()).map(({ id }) => `/api/todo/${id}`)).toEqual([won[0]?.headers.get('location')]);
  });
});
