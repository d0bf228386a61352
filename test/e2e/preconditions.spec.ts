import { beforeAll, describe, expect, it } from 'vitest';
import type { Person, TodoJson } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;
let other: Person;

beforeAll(async () => {
  [me, other] = [await app.api.person(), await app.api.person()];
});

interface State {
  todo: TodoJson;
  tag: string;
}

async function read(id: string): Promise<State> {
  const { headers, body } = await app.api.call('GET', `todo/${id}`, { token: me.token });
  return { todo: body.data as TodoJson, tag: headers.get('etag') ?? '' };
}

const send = (method: string, path: string, headers: Record<string, string>, body?: object, token = me.token) =>
  app.api.call(method, `todo/${path}`, { token, headers, body });

/** A todo at version 2. */
async function edited(): Promise<string> {
  const id = await app.api.add(me.token);
  await send('PATCH', id, {}, { title: 'second' });
  return id;
}

const WRITES: [name: string, method: string, suffix: string, body?: object][] = [
  ['an edit', 'PATCH', '', { title: 'third' }],
  ['a change of status', 'PATCH', '/done'],
  ['a deletion', 'DELETE', ''],
];

describe.each(WRITES)('If-None-Match on %s', (_, method, suffix, body) => {
  it.each(['"2"', 'W/"2"', '"1", "2"', 'W/"1",W/"2"', '*', ' * '])(
    '%s matches version 2: 412, nothing is done',
    async (value) => {
      const id = await edited();
      const before = await read(id);
      const answer = await send(method, id + suffix, { 'If-None-Match': value }, body);
      expect(answer.status).toBe(412);
      expect(answer.body.message).toBe(`Todo ${id} is there in a version that If-None-Match excludes`);
      expect(answer.headers.get('etag')).toBe(before.tag);
      expect(await read(id)).toEqual(before);
    },
  );

  it.each(['"1"', 'W/"1"', '"3"', '"x"', '2', '"2', ''])('%s does not match version 2: it is done', async (value) => {
    const id = await edited();
    expect((await send(method, id + suffix, { 'If-None-Match': value }, body)).status).toBe(200);
  });

  it('is looked at after If-Match', async () => {
    const id = await edited();
    const answer = await send(method, id + suffix, { 'If-Match': '"9"', 'If-None-Match': '"2"' }, body);
    expect(answer.status).toBe(412);
    expect(answer.body.message).toBe(`Todo ${id} has been changed by somebody else`);
    expect((await send(method, id + suffix, { 'If-Match': '"2"', 'If-None-Match': '"2"' }, body)).status).toBe(412);
    expect((await send(method, id + suffix, { 'If-Match': '"2"', 'If-None-Match': '"1"' }, body)).status).toBe(200);
  });

  it('gives way to every other refusal', async () => {
    const id = await edited();
    const match = { 'If-Match': '"9"', 'If-None-Match': '*' };
    expect((await send(method, `x${suffix}`, match, body)).status).toBe(400);
    expect((await send(method, id + suffix, match, body, other.token)).status).toBe(404);
    await send('PATCH', id, {}, { assignee: other.id });
    expect((await send(method, id + suffix, match, body, other.token)).status).toBe(method === 'DELETE' ? 403 : 412);
  });
});

describe('the retry of an edit whose answer was lost', () => {
  const due = '2030-01-31T00:00:00.000Z';

  it.each<[string, object]>([
    ['', { title: 'new' }],
    ['', { title: 'new', description: 'text', dueDate: due, status: 'done' }],
    ['', { due_date: '2030-01-31' }],
    ['', { description: null }],
    ['', { title: 'new', assignee: null, dueDate: null }],
    ['/done', {}],
  ])('%s %j is a 200 with the present ETag', async (suffix, body) => {
    const id = await app.api.add(me.token, {
      title: 'old',
      description: 'old',
      dueDate: '2029-01-01',
      assignee: me.id,
    });
    const { tag } = await read(id);
    const first = await send('PATCH', id + suffix, { 'If-Match': tag }, body);
    const second = await send('PATCH', id + suffix, { 'If-Match': tag }, body);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect((await read(id)).tag).toBe(first.headers.get('etag'));
  });

  it.each<[string, object, string]>([
    ['it names no field', {}, '"1"'],
    ['a field has another value', { title: 'second', status: 'done' }, '"1"'],
    ['a cleared field has a value', { title: 'second', assignee: null }, '"1"'],
    ['its tag is weak', { title: 'second' }, 'W/"1"'],
    ['its tag is malformed', { title: 'second' }, '"1'],
    ['its tag is of a later version', { title: 'second' }, '"9"'],
    ['its tag is none of ours', { title: 'second' }, '"0"'],
  ])('is a 412 with the present ETag when %s', async (_, body, tag) => {
    const id = await app.api.add(me.token, { title: 'first', assignee: other.id });
    await send('PATCH', id, {}, { title: 'second' });
    const answer = await send('PATCH', id, { 'If-Match': tag }, body);
    expect(answer.status).toBe(412);
    expect(answer.headers.get('etag')).toBe((await read(id)).tag);
  });

  it.each(['"2"', 'W/"2"', '*'])('is a 412 when If-None-Match is %s', async (value) => {
    const id = await edited();
    const headers = { 'If-Match': '"1"', 'If-None-Match': value };
    expect((await send('PATCH', id, headers, { title: 'second' })).status).toBe(412);
  });

  it('is a 412 for DELETE', async () => {
    const id = await edited();
    const answer = await send('DELETE', id, { 'If-Match': '"1"' });
    expect(answer.status).toBe(412);
    expect(answer.headers.get('etag')).toBe('"2"');
  });
});
