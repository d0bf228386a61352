import { beforeAll, describe, expect, it } from 'vitest';
import type { Person, TodoJson } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

const add = (body: object) => app.api.call('POST', 'todo', { token: me.token, body });

async function added(body: object): Promise<TodoJson> {
  const todo = await app.api.seen(me.token, await app.api.add(me.token, body));
  if (!todo) throw new Error('the todo is not in the list');
  return todo;
}

it('POST /todo returns the id and the Location, whatever the request says of its host', async () => {
  const { status, headers, body } = await app.api.call('POST', 'todo', {
    token: me.token,
    body: { title: 'x' },
    headers: { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' },
  });
  const id = /[0-9a-f]{24}/.exec(body.message ?? '')?.[0] ?? '';
  expect(status).toBe(201);
  expect(body).toEqual({ statusCode: 201, message: `Todo ${id} is successfully added`, data: null, error: null });
  expect(headers.get('location')).toBe(`/api/todo/${id}`);
});

it('POST /todo fills in defaults, and leaves out fields without a value', async () => {
  const begin = Date.now();
  const todo = await added({ title: 'x' });
  expect(todo).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
    title: 'x',
    status: 'todo',
    createdBy: me.id,
    created_at: todo.created_at,
    updated_at: todo.created_at,
  });
  expect(todo.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Date.parse(todo.created_at)).toBeGreaterThanOrEqual(begin);
  expect(Date.parse(todo.created_at)).toBeLessThanOrEqual(Date.now());
});

it('POST /todo stores every field that is sent', async () => {
  const body = { title: 'x', description: 'y', status: 'done', assignee: anId(), createdBy: anId() };
  const todo = await added({ ...body, dueDate: '2022-12-04T15:31:35.195Z' });
  expect(todo).toMatchObject({ ...body, due_date: '2022-12-04T15:31:35.195Z' });
  expect(Object.keys(todo).sort()).toEqual(
    ['id', 'title', 'description', 'status', 'due_date', 'createdBy', 'assignee', 'created_at', 'updated_at'].sort(),
  );
});

it('POST /todo treats null in an optional field as absent', async () => {
  const body = { title: 'x', description: null, dueDate: null, due_date: null, status: null, assignee: null };
  const todo = await added({ ...body, createdBy: null });
  expect(Object.keys(todo).sort()).toEqual(['createdBy', 'created_at', 'id', 'status', 'title', 'updated_at']);
  expect(todo).toMatchObject({ status: 'todo', createdBy: me.id });
});

describe('the title', () => {
  it.each([
    ['one character', 'x'],
    ['255 characters', 'x'.repeat(255)],
    ['255 characters outside the BMP', '😀'.repeat(255)],
    ['white space around it', '  x\n\t'],
    ['the name of an operator', '$title'],
    ['a field path', '$$ROOT.password'],
    ['the name of a prototype', '__proto__'],
    ['JSON', '{"$ne":1}'],
    ['SQL', "'); DROP TABLE todos; --"],
    ['HTML', '<script>alert("x")</script>&amp;'],
    ['combining marks', 'e\u0301 \u00e9'],
    ['an emoji of many parts', '👩‍👩‍👧‍👦 🏳️‍🌈'],
    ['right to left', '\u202eabc שלום'],
    ['line separators', 'a\u2028b\u2029c'],
    ['control characters', 'a\u0001b\u007f\u0085'],
    ['a noncharacter', '\uffff\ufffe'],
  ])('may be %s, and is stored as it was sent', async (_, title) => {
    expect(await added({ title, description: title })).toMatchObject({ title, description: title });
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', '   '],
    ['blank in other ways', '\t\n\r\v\f\u00a0\u2003\u3000\ufeff'],
    ['256 characters', 'x'.repeat(256)],
    ['256 characters outside the BMP', '😀'.repeat(256)],
  ])('is a 400 when it is %s', async (_, title) => {
    const { status, body } = await add({ title });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^title /);
  });
});

describe('the description', () => {
  it.each(['', ' ', 'x'.repeat(10_000), '😀'.repeat(10_000)])('may be long or blank', async (description) => {
    expect(await added({ title: 'x', description })).toMatchObject({ description });
  });

  it.each(['x'.repeat(10_001), '😀'.repeat(10_001)])('of 10,001 characters is a 400', async (description) => {
    const { status, body } = await add({ title: 'x', description });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^description /);
  });
});

describe('the status', () => {
  it.each(['todo', 'inprogress', 'done'])('may be %s', async (status) => {
    expect(await added({ title: 'x', status })).toMatchObject({ status });
  });

  it.each(['', 'Todo', 'DONE', 'in progress', ' done', 'toString', '__proto__'])('"%s" is a 400', async (status) => {
    const answer = await add({ title: 'x', status });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/^status /);
  });
});

describe.each(['assignee', 'createdBy'])('%s', (field) => {
  it('is an id in either case, stored in lower case, of a user who need not exist', async () => {
    const id = `${anId().slice(4)}abcd`;
    expect(await added({ title: 'x', [field]: id })).toMatchObject({ [field]: id });
    expect(await added({ title: 'x', [field]: id.toUpperCase() })).toMatchObject({ [field]: id });
  });

  it.each(['', ' ', 'x', 'g'.repeat(24), 'a'.repeat(23), 'a'.repeat(25), ` ${'a'.repeat(24)}`, `${'a'.repeat(24)}\n`])(
    '"%s" is a 400',
    async (id) => {
      const { status, body } = await add({ title: 'x', [field]: id });
      expect(status).toBe(400);
      expect(body.message).toMatch(new RegExp(`^${field} `));
    },
  );
});

it('POST /todo gives every todo its own id, even when many are added at once', async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, () => app.api.add(me.token)));
  expect(new Set(ids).size).toBe(50);
});
