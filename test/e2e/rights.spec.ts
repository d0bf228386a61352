import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const ROLES = ['owner', 'assignee', 'createdBy', 'stranger'] as const;
type Role = (typeof ROLES)[number];

const app = withApp();
let people: Record<Role, Person>;
let id: string;

/** The stored todo, read past all rights. */
const row = () => app.get(TodoRepository).find({ id: people.owner.id, everyone: true }, id);

beforeAll(async () => {
  const [owner, assignee, createdBy, stranger] = [
    await app.api.person(),
    await app.api.person(),
    await app.api.person(),
    await app.api.person(),
  ];
  people = { owner, assignee, createdBy, stranger };
});
beforeEach(async () => {
  const body = { title: 'x', description: 'y', assignee: people.assignee.id, createdBy: people.createdBy.id };
  id = await app.api.add(people.owner.token, body);
});

/** Checks that a role may see, edit and delete the todo, or not. */
async function expectRights(role: Role, see: boolean, remove: 200 | 403 | 404) {
  const { token } = people[role];
  const before = await row();
  expect(before).toMatchObject({ owner: people.owner.id, createdBy: people.createdBy.id });

  expect((await app.api.seen(token, id)) !== undefined).toBe(see);
  for (const status of ['inprogress', 'todo']) {
    const edit = await app.api.call('PATCH', `todo/${id}/${status}`, { token });
    expect(edit.status).toBe(see ? 200 : 404);
    expect(edit.body.message).toBe(`Todo ${id} is ${see ? 'successfully edited' : 'not found'}`);
    const after = await row();
    if (see) expect(after).toMatchObject({ status, owner: people.owner.id, version: expect.any(Number) as number });
    else expect(after).toEqual(before);
  }

  const last = await row();
  const removal = await app.api.call('DELETE', `todo/${id}`, { token });
  expect(removal.status).toBe(remove);
  const says = {
    200: `Todo ${id} is successfully deleted`,
    403: `Todo ${id} can only be deleted by its owner`,
    404: `Todo ${id} is not found`,
  };
  expect(removal.body.message).toBe(says[remove]);
  if (remove === 403) expect(removal.body.error).toBe('Forbidden');
  expect(await row()).toEqual(remove === 200 ? undefined : last);
}

describe('among participants', () => {
  it.each<[Role, boolean, 200 | 403 | 404]>([
    ['owner', true, 200],
    ['assignee', true, 403],
    ['createdBy', false, 404],
    ['stranger', false, 404],
  ])('the %s sees and edits it: %s, and deletes it with %d', expectRights);

  it('an owner who is the assignee too may delete the todo', async () => {
    const own = await app.api.add(people.owner.token, { title: 'x', assignee: people.owner.id });
    const removal = await app.api.call('DELETE', `todo/${own}`, { token: people.owner.token });
    expect(removal.status).toBe(200);
  });

  it('a client cannot set the owner', async () => {
    const { stranger, owner } = people;
    const body = { title: 'x', owner: owner.id, createdBy: owner.id, userId: owner.id };
    const planted = await app.api.add(stranger.token, body);
    expect(await app.api.seen(owner.token, planted)).toBeUndefined();
    expect(await app.api.seen(stranger.token, planted)).toMatchObject({ createdBy: owner.id });
  });

  it('nobody sees another’s todos by a filter', async () => {
    for (const role of ['createdBy', 'stranger'] as const)
      for (const query of [
        `?assignee=${people.assignee.id}`,
        `?createdBy=${people.createdBy.id}`,
        `?owner=${people.owner.id}`,
      ])
        expect((await app.api.list(people[role].token, query)).some((todo) => todo.id === id)).toBe(false);
  });

  it('a hidden todo looks like one that does not exist', async () => {
    const { token } = people.stranger;
    for (const [method, tail] of [
      ['PATCH', '/done'],
      ['DELETE', ''],
    ] as const) {
      const hidden = await app.api.call(method, `todo/${id}${tail}`, { token });
      const absent = await app.api.call(method, `todo/${'f'.repeat(24)}${tail}`, { token });
      expect({ ...hidden.body, message: hidden.body.message?.replace(id, 'f'.repeat(24)) }).toEqual(absent.body);
      const names = (headers: Headers) => [...headers.keys()].sort();
      expect(names(hidden.headers)).toEqual(names(absent.headers));
    }
  });
});

describe('on a shared board', () => {
  beforeAll(() => app.restart({ TODO_VISIBILITY: 'everyone' }));

  it.each(ROLES)('the %s has the rights of an owner', (role) => expectRights(role, true, 200));

  it('a filter looks at everybody’s todos', async () => {
    const found = await app.api.list(people.stranger.token, `?assignee=${people.assignee.id.toUpperCase()}`);
    expect(found.map((todo) => todo.id)).toContain(id);
    expect(await app.api.list(people.stranger.token, `?assignee=${people.stranger.id}`)).toEqual([]);
  });

  it('still needs a token', async () => {
    expect((await app.api.call('GET', 'todo')).status).toBe(401);
    expect((await app.api.call('DELETE', `todo/${id}`)).status).toBe(401);
    expect(await row()).toBeDefined();
  });
});
