import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person, TodoJson } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const ROLES = ['owner', 'assignee', 'createdBy', 'stranger'] as const;
type Role = (typeof ROLES)[number];

const app = withApp();
let people: Record<Role, Person>;
let id: string;

/** The stored todo, read past all rights. */
const row = () => app.get(TodoRepository).find({ id: people.owner.id, everyone: true }, id);

beforeAll(async () => {
  const all: Person[] = [];
  for (const _ of ROLES) all.push(await app.api.person());
  people = Object.fromEntries(ROLES.map((role, index) => [role, all[index]])) as typeof people;
});
beforeEach(addOne);

async function addOne() {
  const body = { title: 'x', description: 'y', assignee: people.assignee.id, createdBy: people.createdBy.id };
  id = await app.api.add(people.owner.token, body);
}

const call = (role: Role, method: string, body?: unknown, headers = {}) =>
  app.api.call(method, `todo/${id}`, { token: people[role].token, body, headers });
const sees = async (role: Role) => (await call(role, 'GET')).status === 200;

/** Edits: a name, the body, and the stored fields afterwards. */
const EDITS: [string, () => object, () => object][] = [
  ['edit', () => ({ title: 'z' }), () => ({ title: 'z', assignee: people.assignee.id })],
  ['clear', () => ({ description: null }), () => ({ description: undefined })],
  ['hand over to a stranger', () => ({ assignee: people.stranger.id }), () => ({ assignee: people.stranger.id })],
  ['hand over to the owner', () => ({ assignee: people.owner.id }), () => ({ assignee: people.owner.id })],
  ['leave', () => ({ assignee: null }), () => ({ assignee: undefined })],
  [
    'take over',
    () => ({ owner: people.stranger.id, createdBy: people.stranger.id, title: 'z' }),
    () => ({ title: 'z' }),
  ],
];

/** Checks every edit by one role, which succeeds if the role may see the todo. */
async function expectEdits(role: Role, see: boolean) {
  for (const [, body, after] of EDITS)
    for (const headers of [{}, { 'If-Match': '*' }, { 'If-Match': '"1"' }] as Record<string, string>[]) {
      await addOne();
      const before = await row();
      const answer = await call(role, 'PATCH', body(), headers);
      expect(answer.status).toBe(see ? 200 : 404);
      expect(answer.body.message).toBe(`Todo ${id} is ${see ? 'successfully edited' : 'not found'}`);
      const now = await row();
      expect(now).toMatchObject({ owner: people.owner.id, createdBy: people.createdBy.id });
      if (see) expect(now).toMatchObject({ ...after(), version: 2 });
      else expect(now).toEqual(before);
      if (see) expect(answer.headers.get('etag')).toBe('"2"');
    }
}

async function expectRead(role: Role, see: boolean) {
  const before = await row();
  for (const headers of [{}, { 'If-None-Match': '"0"' }]) {
    const answer = await call(role, 'GET', undefined, headers);
    expect(answer.status).toBe(see ? 200 : 404);
    if (see) expect((answer.body.data as TodoJson).id).toBe(id);
    else expect(answer.body).toMatchObject({ data: null, message: `Todo ${id} is not found`, error: 'Not Found' });
    expect(answer.headers.has('etag')).toBe(see);
  }
  expect(await row()).toEqual(before);
}

describe('among participants', () => {
  const rights: [Role, boolean][] = [
    ['owner', true],
    ['assignee', true],
    ['createdBy', false],
    ['stranger', false],
  ];
  it.each(rights)('the %s may read: %s', expectRead);
  it.each(rights)('the %s may edit, hand over and leave: %s', expectEdits);

  it('handing over takes the todo from one and gives it to the other, at once', async () => {
    expect((await call('assignee', 'PATCH', { assignee: people.stranger.id })).status).toBe(200);
    expect([await sees('owner'), await sees('assignee'), await sees('stranger')]).toEqual([true, false, true]);
    expect((await call('assignee', 'PATCH', { assignee: people.assignee.id })).status).toBe(404);
    expect((await call('assignee', 'DELETE')).status).toBe(404);
    expect((await call('stranger', 'DELETE')).status).toBe(403);
    expect(await row()).toMatchObject({ assignee: people.stranger.id, version: 2 });
    expect((await call('stranger', 'PATCH', { assignee: people.assignee.id })).status).toBe(200);
    expect([await sees('assignee'), await sees('stranger')]).toEqual([true, false]);
  });

  it('an assignee who leaves no longer sees the todo', async () => {
    expect((await call('assignee', 'PATCH', { assignee: null, title: 'left' })).status).toBe(200);
    expect([await sees('owner'), await sees('assignee')]).toEqual([true, false]);
    expect((await call('assignee', 'PATCH', { assignee: null })).status).toBe(404);
    expect(await app.api.seen(people.assignee.token, id)).toBeUndefined();
    expect(await row()).toMatchObject({ title: 'left', version: 2 });
  });

  it('an owner keeps a todo that is assigned to an unknown user', async () => {
    expect((await call('owner', 'PATCH', { assignee: anId() })).status).toBe(200);
    expect([await sees('owner'), await sees('assignee')]).toEqual([true, false]);
    expect((await call('owner', 'DELETE')).status).toBe(200);
  });

  it('a hidden todo looks like one that does not exist, whatever If-Match and If-None-Match say', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE'])
      for (const headers of [
        {},
        { 'If-Match': '"1"', 'If-None-Match': '"1"' },
        { 'If-Match': '*', 'If-None-Match': '*' },
      ]) {
        const body = method === 'PATCH' ? { title: 'z' } : undefined;
        const sent = { token: people.stranger.token, body, headers: headers as Record<string, string> };
        const hidden = await app.api.call(method, `todo/${id}`, sent);
        const absent = await app.api.call(method, `todo/${'f'.repeat(24)}`, sent);
        expect(hidden.status).toBe(404);
        expect({ ...hidden.body, message: hidden.body.message?.replace(id, 'f'.repeat(24)) }).toEqual(absent.body);
        expect([...hidden.headers.keys()].sort()).toEqual([...absent.headers.keys()].sort());
      }
    expect(await row()).toMatchObject({ title: 'x', version: 1 });
  });

  it.each(['?status=todo', '?sort=due_date', '?sort=-created_at&limit=200', '?due_after=2000-01-01', '?limit=200'])(
    'nobody sees another’s todos by %s',
    async (query) => {
      const body = { title: 'x', dueDate: '2022-12-04', createdBy: people.stranger.id };
      const dated = await app.api.add(people.owner.token, body);
      for (const role of ['createdBy', 'stranger'] as const)
        for (const more of ['', `&assignee=${people.assignee.id}`, `&assignee=${people[role].id}`]) {
          const seen = (await app.api.list(people[role].token, query + more)).map((todo) => todo.id);
          expect(seen).not.toContain(id);
          expect(seen).not.toContain(dated);
        }
    },
  );
});

describe('on a shared board', () => {
  beforeAll(() => app.restart({ TODO_VISIBILITY: 'everyone' }));

  it.each(ROLES)('the %s may read', (role) => expectRead(role, true));
  it.each(ROLES)('the %s may edit, hand over and leave', (role) => expectEdits(role, true));

  it('a todo stays visible when it is handed over, and anyone may get a 412', async () => {
    expect((await call('stranger', 'PATCH', { assignee: null })).status).toBe(200);
    for (const role of ROLES) expect(await sees(role)).toBe(true);
    expect((await call('createdBy', 'PATCH', { title: 'z' }, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await call('createdBy', 'DELETE', undefined, { 'If-Match': '"1"' })).status).toBe(412);
    expect(await row()).toMatchObject({ title: 'x', version: 2 });
    expect((await call('createdBy', 'DELETE', undefined, { 'If-Match': '"2"' })).status).toBe(200);
    expect(await row()).toBeUndefined();
  });

  it('pages, filters and sorts show everybody’s todos, page by page', async () => {
    const all = (await app.api.list(people.stranger.token, '?sort=-created_at')).map((todo) => todo.id);
    expect(all[0]).toBe(id);
    const seen: string[] = [];
    for (let target: string | undefined = 'todo?limit=7&sort=-created_at'; target;) {
      const { headers, body } = await app.api.call('GET', target, { token: people.stranger.token });
      seen.push(...(body.data as TodoJson[]).map((todo) => todo.id));
      target = /^<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(all);
  });

  it('an Idempotency-Key still belongs to one caller', async () => {
    const headers = { 'Idempotency-Key': 'shared' };
    const post = (role: Role) =>
      app.api.call('POST', 'todo', { token: people[role].token, body: { title: 'x' }, headers });
    const [one, two] = [await post('owner'), await post('stranger')];
    expect(one.headers.get('location')).not.toBe(two.headers.get('location'));
  });

  it('accounts stay private', async () => {
    const { status, body } = await app.api.call('GET', `users/${people.owner.id}`, { token: people.stranger.token });
    expect(status).toBe(200);
    expect(body.data).toEqual({ id: people.owner.id });
  });
});
