import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Answer, Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp({ MAX_TODOS_PER_USER: '3', WRITE_LIMIT: '1000' });
let me: Person;
let other: Person;

beforeEach(async () => {
  me = await app.api.person();
  other = await app.api.person();
});

const add = (body: object = {}, { token = me.token, key = '' } = {}) =>
  app.api.call('POST', 'todo', {
    token,
    body: { title: 'a', ...body },
    headers: key ? { 'Idempotency-Key': key } : {},
  });
const patch = (id: string, body: object) => app.api.call('PATCH', `todo/${id}`, { token: me.token, body });
const remove = (id: string) => app.api.call('DELETE', `todo/${id}`, { token: me.token });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const statuses = async (answers: Promise<Answer>[]) => (await Promise.all(answers)).map(({ status }) => status).sort();
const idOf = ({ body }: Answer) => /[0-9a-f]{24}/.exec(body.message ?? '')?.[0] ?? '';

describe('MAX_TODOS_PER_USER', () => {
  it('refuses one more, also of many at once, and leaves what is there', async () => {
    expect(await statuses(times(6, () => add()))).toEqual([201, 201, 201, 403, 403, 403]);
    const { status, body } = await add();
    expect(status).toBe(403);
    expect(body.message).toBe('You have 3 todos, and one user may have no more; delete some first');
    const [first] = await app.api.list(me.token);
    expect(await app.api.list(me.token)).toHaveLength(3);
    expect((await patch(String(first?.id), { title: 'b' })).status).toBe(200);
    expect((await add({}, { token: other.token })).status).toBe(201);
  });

  it('makes room at once when a todo is deleted', async () => {
    const ids = (await Promise.all(times(3, () => add()))).map(idOf);
    for (const id of ids) {
      expect((await add()).status).toBe(403);
      expect((await remove(id)).status).toBe(200);
      expect((await add()).status).toBe(201);
    }
    expect((await remove(ids[0] ?? '')).status).toBe(404);
    expect((await add()).status).toBe(403);
  });

  it('sees within a second what other replicas delete', async () => {
    const ids = (await Promise.all(times(3, () => add()))).map(idOf);
    expect((await add()).status).toBe(403);
    await app.get(TodoRepository).remove({ id: me.id, everyone: false }, ids[0] ?? '');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
    expect((await add()).status).toBe(201);
    vi.useRealTimers();
    expect((await add()).status).toBe(403);
  });

  it('answers a repeated request, and takes no room for it', async () => {
    const [key, another] = [anId(), anId()];
    const first = await add({}, { key });
    for (let index = 0; index < 3; index++) expect((await add({}, { key })).body).toEqual(first.body);
    expect(await statuses(times(2, () => add()))).toEqual([201, 201]);
    for (let index = 0; index < 2; index++) expect((await add({}, { key })).body).toEqual(first.body);
    expect((await add({}, { key: another })).status).toBe(403);
    expect((await add({ title: 'b' }, { key })).status).toBe(422);
    expect((await remove(idOf(first))).status).toBe(200);
    expect((await add({}, { key: another })).status).toBe(201);
    expect((await add()).status).toBe(403);
  });

  it('counts only what was added', async () => {
    vi.spyOn(app.get(TodoRepository), 'add').mockRejectedValueOnce(new Error('no'));
    expect((await add()).status).toBe(500);
    vi.restoreAllMocks();
    expect((await add({ title: '' })).status).toBe(400);
    expect(await statuses(times(4, () => add()))).toEqual([201, 201, 201, 403]);
  });
});

describe('WRITE_LIMIT', () => {
  beforeAll(() => app.restart({ WRITE_LIMIT: '5' }));

  it('counts the writes of each caller, after a 401 and a 400, and before a 404', async () => {
    expect(await statuses(times(4, () => add({ title: '' })))).toEqual(times(4, () => 400));
    const [added, answer] = [await add(), await patch(anId(), { title: 'b' })];
    expect(answer.status).toBe(404);
    const id = idOf(added);
    expect((await app.api.call('PATCH', `todo/${id}/done`, { token: me.token })).status).toBe(200);
    expect((await app.api.call('PATCH', 'users/me', { token: me.token, body: { firstName: 'A' } })).status).toBe(200);
    expect((await remove(id)).status).toBe(200);

    const refused = await patch(anId(), { title: 'b' });
    expect(refused.status).toBe(429);
    expect(refused.body.message).toBe('Too many writes; wait a little');
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit-policy')).toBe('"writes";q=5;w=60');
    expect(await statuses([add(), remove(id), patch(id, {})])).toEqual([429, 429, 429]);
    expect((await app.api.call('PATCH', 'users/me', { token: me.token, body: { firstName: 'B' } })).status).toBe(429);
    expect((await add({ title: '' })).status).toBe(400);
    expect((await app.api.call('POST', 'todo', { body: {} })).status).toBe(401);
    expect(await app.api.list(me.token)).toEqual([]);
    expect((await add({}, { token: other.token })).status).toBe(201);
  });

  it('is off with RATE_LIMIT_ENABLED=false, unlike MAX_TODOS_PER_USER', async () => {
    await app.restart({ RATE_LIMIT_ENABLED: 'false', WRITE_LIMIT: '5', MAX_TODOS_PER_USER: '10' });
    expect(await statuses(times(12, () => add()))).toEqual([...times(10, () => 201), 403, 403]);
  });
});

describe('handing over', () => {
  beforeAll(() => app.restart({ HAND_OVER_LIMIT: '6' }));

  it('to one person is limited, and what changes no assignee does not count', async () => {
    const to = { assignee: other.id };
    const id = idOf(await add(to));
    for (let index = 0; index < 3; index++) expect((await patch(id, { ...to, title: `${index}` })).status).toBe(200);
    expect((await patch(anId(), to)).status).toBe(404);
    const key = anId();
    for (let index = 0; index < 3; index++) expect((await add(to, { key })).status).toBe(201);
    expect(await statuses(times(6, () => add(to)))).toEqual([...times(4, () => 201), 429, 429]);

    const refused = await add(to);
    expect(refused.body.message).toBe('Too many todos for the same assignee; wait a little');
    expect(refused.headers.get('ratelimit-policy')).toBe('"hand-overs";q=6;w=3600');
    const own = idOf(await add({ assignee: me.id }));
    expect((await patch(own, to)).status).toBe(429);
    expect((await patch(id, { ...to, title: 'still' })).status).toBe(200);
    expect((await app.api.seen(me.token, own))?.assignee).toBe(me.id);
    const third = await app.api.person();
    expect((await patch(own, { assignee: third.id })).status).toBe(200);
    expect((await add({ assignee: other.id }, { token: third.token })).status).toBe(201);
  });
});
