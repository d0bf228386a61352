import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Todo } from '../../src/todo/todo.js';
import type { Answer, Person, TodoJson } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const RACES = 200;
const OTHER = 'abcdef'.repeat(4);

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));
afterEach(() => vi.useRealTimers());

const full = () => ({ title: 'x', description: 'y', assignee: anId(), dueDate: '2022-12-04', status: 'todo' });
const stored = (id: string) => app.get(TodoRepository).find({ id: me.id, everyone: true }, id);
const edit = (id: string, body: unknown) => app.api.call('PATCH', `todo/${id}`, { token: me.token, body });
const read = (id: string) => app.api.call('GET', `todo/${id}`, { token: me.token });

describe('GET /todo/{todo_id}', () => {
  it('returns the todo as the list does, and names it in the message', async () => {
    for (const body of [full(), { title: 'x' }]) {
      const id = await app.api.add(me.token, body);
      const answer = await read(id);
      expect(answer.status).toBe(200);
      expect(answer.body.message).toBe(`Todo ${id} is successfully retrieved`);
      expect(answer.body.data).toEqual(await app.api.seen(me.token, id));
    }
  });

  it('accepts an id in either case and returns it in lower case', async () => {
    const id = await app.api.add(me.token);
    const { body } = await read(id.toUpperCase());
    expect(body.message).toBe(`Todo ${id} is successfully retrieved`);
    expect((body.data as TodoJson).id).toBe(id);
  });

  it('answers HEAD with the same headers', async () => {
    const id = await app.api.add(me.token);
    const [head, get] = [
      await app.api.fetch('HEAD', `todo/${id}`, { token: me.token }),
      await app.api.fetch('GET', `todo/${id}`, { token: me.token }),
    ];
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['etag', 'content-length', 'content-type'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    await get.text();
  });
});

it.each(['x', '1', 'a'.repeat(23), 'a'.repeat(25), 'g'.repeat(24), 'null', '%20', '$ne', `${'a'.repeat(24)}%0a`])(
  'the id %s is a 400',
  async (id) => {
    for (const answer of [await read(id), await edit(id, { title: 'z' })]) {
      expect(answer.status).toBe(400);
      expect(answer.body.message).toBe('todoId must be an id of 24 hex digits');
    }
  },
);

it('an unknown id is a 404', async () => {
  const id = anId();
  for (const answer of [await read(id.toUpperCase()), await edit(id, { title: 'z' }), await edit(id, {})]) {
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ error: 'Not Found', message: `Todo ${id} is not found` });
  }
});

describe('PATCH /todo/{todo_id}', () => {
  it.each<[unknown, Partial<Todo>]>([
    [{ title: ' another ' }, { title: ' another ' }],
    [{ title: '👩‍👩‍👧‍👦'.repeat(36) + 'abc' }, { title: '👩‍👩‍👧‍👦'.repeat(36) + 'abc' }],
    [{ title: '$description' }, { title: '$description' }],
    [{ description: '' }, { description: '' }],
    [{ description: 'é'.repeat(10_000) }, { description: 'é'.repeat(10_000) }],
    [{ description: null }, { description: undefined }],
    [{ dueDate: '2023-01-01' }, { dueDate: new Date('2023-01-01') }],
    [{ dueDate: '2023-01-01T02:00:00.9999+02:00' }, { dueDate: new Date('2023-01-01T00:00:00.999Z') }],
    [{ due_date: '2023-01-01' }, { dueDate: new Date('2023-01-01') }],
    [{ dueDate: '2023-01-01', due_date: 'nonsense' }, { dueDate: new Date('2023-01-01') }],
    [{ dueDate: null }, { dueDate: undefined }],
    [{ due_date: null }, { dueDate: undefined }],
    [{ dueDate: null, due_date: '2023-01-01' }, { dueDate: undefined }],
    [{ assignee: OTHER.toUpperCase() }, { assignee: OTHER }],
    [{ assignee: null }, { assignee: undefined }],
    [{ status: 'done' }, { status: 'done' }],
    [
      { title: 'z', description: null, dueDate: null, assignee: null, status: 'inprogress' },
      { title: 'z', description: undefined, dueDate: undefined, assignee: undefined, status: 'inprogress' },
    ],
    [{ title: 'z', createdBy: OTHER, owner: OTHER, id: OTHER, version: 9, created_at: 0, x: {} }, { title: 'z' }],
  ])('with %j sets that, and nothing else', async (body, changes) => {
    const id = await app.api.add(me.token, full());
    const before = await stored(id);
    const now = Date.now() + 5_000;
    vi.useFakeTimers({ toFake: ['Date'], now });
    const answer = await edit(id, body);
    expect(answer.status, answer.body.message ?? '').toBe(200);
    const message = `Todo ${id} is successfully edited`;
    expect(answer.body).toEqual({ statusCode: 200, message, data: null, error: null });
    expect(await stored(id)).toEqual({ ...before, ...changes, version: 2, updatedAt: new Date(now) });
  });

  it.each<[string, unknown]>([
    ['an empty patch', {}],
    ['no body', undefined],
    ['unknown properties', { createdBy: OTHER, nope: 1 }],
    ['equal values', { title: 'x', description: 'y', dueDate: '2022-12-04T01:00:00+01:00', status: 'todo' }],
  ])('changes nothing for %s', async (_, body) => {
    const id = await app.api.add(me.token, full());
    const before = await stored(id);
    const answer = await edit(id, body);
    expect(answer.status).toBe(200);
    expect(answer.body.message).toBe(`Todo ${id} is successfully edited`);
    expect(await stored(id)).toEqual(before);
  });

  it.each<[string, unknown]>([
    ['title', { title: null }],
    ['title', { title: '' }],
    ['title', { title: ' \n' }],
    ['title', { title: 7 }],
    ['title', { title: { $ne: '' } }],
    ['title', { title: ['z'] }],
    ['title', { title: 'a'.repeat(256) }],
    ['title', { title: 'a\0' }],
    ['title', { title: '\ud800' }],
    ['description', { description: 7 }],
    ['description', { description: { $unset: 1 } }],
    ['description', { description: 'a'.repeat(10_001) }],
    ['dueDate', { dueDate: 0 }],
    ['dueDate', { dueDate: '' }],
    ['dueDate', { dueDate: '2023-02-30' }],
    ['dueDate', { dueDate: '2023-01-01T24:00:00Z' }],
    ['due_date', { due_date: 'tomorrow' }],
    ['assignee', { assignee: '' }],
    ['assignee', { assignee: 'me' }],
    ['assignee', { assignee: { $exists: true } }],
    ['assignee', { assignee: [OTHER] }],
    ['status', { status: null }],
    ['status', { status: 'Done' }],
    ['status', { status: ['done'] }],
  ])('a wrong %s is a 400, and no part of the patch is applied', async (field, body) => {
    const id = await app.api.add(me.token, full());
    const before = await stored(id);
    const answer = await edit(id, { title: 'z', status: 'done', ...(body as object) });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(new RegExp(`^${field} [^;]+$`));
    expect(await stored(id)).toEqual(before);
  });

  it.each(['[]', '[{"title":"z"}]', '"title"', '7', 'true', 'false'])('the body %s is a 400', async (rawBody) => {
    const id = await app.api.add(me.token, full());
    const before = await stored(id);
    const headers = { 'Content-Type': 'application/json' };
    const answer = await app.api.call('PATCH', `todo/${id}`, { token: me.token, rawBody, headers });
    expect(answer.status).toBe(400);
    expect(await stored(id)).toEqual(before);
  });

  it(`two edits of different fields at once both succeed, ${RACES} times`, async () => {
    const id = await app.api.add(me.token, full());
    for (let race = 1; race <= RACES; race++) {
      const done: Answer[] = await Promise.all([
        edit(id, { title: `t${race}` }),
        race % 2 ? edit(id, { description: `d${race}` }) : edit(id, { description: null }),
      ]);
      expect(done.map(({ status }) => status)).toEqual([200, 200]);
      expect(await stored(id)).toMatchObject({ title: `t${race}`, version: 1 + 2 * race });
      expect((await stored(id))?.description).toBe(race % 2 ? `d${race}` : undefined);
    }
  });
});
