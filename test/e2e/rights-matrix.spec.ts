import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person, TodoJson } from '../support/api.js';
import { signUp } from '../support/builders.js';
import { operations } from '../support/document.js';
import { requestOf } from '../support/requests.js';
import { withApp } from '../support/with-app.js';

const PEOPLE = ['owner', 'assignee', 'createdBy', 'stranger'] as const;
type Name = (typeof PEOPLE)[number];
const ROLES = [...PEOPLE, 'nobody'] as const;
type Role = (typeof ROLES)[number];

const app = withApp({ TODO_VISIBILITY: 'participants' });
let people: Record<Name, Person>;
let todo: string;

interface Row {
  /** The status that each role gets: owner, assignee, the user named in `createdBy` only, another user, and nobody. */
  statuses: [number, number, number, number, number];
  body?: (role: Person) => unknown;
}

const ANYONE = [200, 200, 200, 200, 401] as Row['statuses'];
const currentPassword = ({ password }: Person) => ({ currentPassword: password });

/** Routes as the document writes them. */
const matrix: Record<string, Row> = {
  'POST /register': { statuses: [201, 201, 201, 201, 201], body: () => signUp() },
  'POST /login': { statuses: [200, 200, 200, 200, 400], body: ({ email, password }) => ({ email, password }) },
  'POST /logout': { statuses: [200, 200, 200, 200, 400] },
  'GET /todo': { statuses: ANYONE },
  'POST /todo': { statuses: [201, 201, 201, 201, 401], body: () => ({ title: 'x' }) },
  'GET /todo/{todoId}': { statuses: [200, 200, 404, 404, 401] },
  'PATCH /todo/{todoId}': { statuses: [200, 200, 404, 404, 401], body: () => ({ title: 'changed' }) },
  'PATCH /todo/{todo_id}/{status}': { statuses: [200, 200, 404, 404, 401] },
  'DELETE /todo/{todoId}': { statuses: [200, 403, 404, 404, 401] },
  'GET /users': { statuses: ANYONE },
  'GET /users/{id}': { statuses: ANYONE },
  'GET /users/me': { statuses: ANYONE },
  'PATCH /users/me': { statuses: ANYONE, body: () => ({ firstName: 'Changed' }) },
  'DELETE /users/me': { statuses: ANYONE, body: currentPassword },
  'POST /users/me/erase': { statuses: ANYONE, body: currentPassword },
};

/** The routes after which a caller is signed out. */
const ENDS = /logout|erase|DELETE \/users/;

/** What is stored of the todo and its owner, read past all rights. */
async function stored() {
  const { owner } = people;
  return {
    todo: await app.get(TodoRepository).find({ id: owner.id, everyone: true }, todo),
    owner: await app.get(UserRepository).find(owner.id),
  };
}

/** Sends the request of a route as one of the people, or without a token. */
function send(route: string, role: Role) {
  const [method = '', template = ''] = route.split(' ');
  const path = template
    .replace('{todoId}', todo)
    .replace('{todo_id}/{status}', `${todo}/done`)
    .replace('{id}', people.owner.id)
    .replace(/users$/, `users?email=${people.owner.email}`);
  const as = role === 'nobody' ? undefined : people[role];
  const body = matrix[route]?.body?.(as ?? { ...signUp(), id: '', token: '' });
  return app.api.call(method, path.slice(1), { token: as?.token, body });
}

async function meet(): Promise<void> {
  const [owner, assignee, createdBy, stranger] = await Promise.all(
    Array.from({ length: 4 }, () => app.api.person()) as [Promise<Person>, ...Promise<Person>[]],
  );
  if (!assignee || !createdBy || !stranger) throw new Error('four people are needed');
  people = { owner, assignee, createdBy, stranger };
}

beforeAll(meet);

/** Adds the todo that the requests name. */
async function addTodo(): Promise<void> {
  const body = { title: 'x', description: 'y', assignee: people.assignee.id, createdBy: people.createdBy.id };
  todo = await app.api.add(people.owner.token, body);
}

it('the matrix has routes of the document only', () => {
  const routes = operations.map(({ name }) => name);
  expect(Object.keys(matrix).filter((route) => !routes.includes(route))).toEqual([]);
});

/** The routes without a row. Each thing that a path names belongs to the user who added it. */
const others = operations.filter(({ name }) => !(name in matrix));

describe('a route without a row', () => {
  it('is closed, and there for the owner of the things in its path alone', async () => {
    for (const operation of others) {
      const [owner, stranger] = [await app.api.person(), await app.api.person()];
      const { method, path, token: _, ...sent } = await requestOf(app.api, owner, operation);
      const statusFor = async (token?: string) => (await app.api.call(method, path, { ...sent, token })).status;
      expect(await statusFor(), operation.name).toBe(401);
      if (path.split('/').length > 1) expect(await statusFor(stranger.token), operation.name).toBe(404);
      expect([200, 201], operation.name).toContain(await statusFor(owner.token));
    }
  });
});

const cells = Object.entries(matrix).flatMap(([route, { statuses }]) =>
  ROLES.map((role, index) => [route, role, statuses[index] ?? 0] as const),
);

describe('among participants', () => {
  beforeEach(addTodo);

  it.each(cells)('%s as %s is a %d', async (route, role, expected) => {
    const before = await stored();
    const { status } = await send(route, role);
    expect(status).toBe(expected);
    if (expected >= 400 || role === 'stranger' || role === 'createdBy') expect(await stored()).toEqual(before);
    if (ENDS.test(route) && role !== 'nobody') people[role] = await app.api.person();
  });
});

describe('a list, among participants,', () => {
  /** Todos that name each of the people in each place, and for some of them nobody. */
  const places: { owner: Name; assignee?: Name; createdBy?: Name }[] = [
    { owner: 'owner' },
    { owner: 'owner', assignee: 'assignee', createdBy: 'createdBy' },
    { owner: 'owner', assignee: 'owner', createdBy: 'stranger' },
    { owner: 'assignee', assignee: 'owner' },
    { owner: 'assignee', createdBy: 'owner' },
    { owner: 'createdBy', assignee: 'assignee', createdBy: 'assignee' },
    { owner: 'stranger', assignee: 'createdBy', createdBy: 'owner' },
    { owner: 'stranger', createdBy: 'createdBy' },
  ];
  let ids: string[];

  beforeAll(async () => {
    await meet();
    ids = [];
    for (const { owner, assignee, createdBy } of places) {
      const named = { assignee: assignee && people[assignee].id, createdBy: createdBy && people[createdBy].id };
      ids.push(await app.api.add(people[owner].token, { title: 'x', dueDate: '2030-01-31', ...named }));
    }
  });

  /** The ids of a whole list, page by page if it has a limit. */
  async function listed(name: Name, query: string): Promise<string[]> {
    const found: TodoJson[] = [];
    for (let target: string | undefined = `todo${query}`; target;) {
      const { body, headers } = await app.api.call('GET', target, { token: people[name].token });
      found.push(...(body.data as TodoJson[]));
      target = /^<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
    }
    return found.map(({ id }) => id).sort();
  }

  it.each(PEOPLE)('has for the %s exactly the todos that they own or that are assigned to them', async (name) => {
    const rows = places.map((place, index) => ({ ...place, id: ids[index] ?? '' }));
    const seen = rows.filter(({ owner, assignee }) => owner === name || assignee === name);
    const idsOf = (some: typeof rows) => some.map(({ id }) => id).sort();
    expect(seen.length).toBeLessThan(rows.length);
    for (const query of [
      '?limit=1',
      '?sort=-created_at',
      '?sort=due_date&limit=2',
      '?status=todo',
      '?due_after=2030-01-01',
      '',
    ])
      expect(await listed(name, query), query).toEqual(idsOf(seen));
    for (const other of PEOPLE)
      for (const more of ['', '&limit=1', '&status=todo&sort=-due_date'])
        expect(await listed(name, `?assignee=${people[other].id}${more}`), `${other} ${more}`).toEqual(
          idsOf(seen.filter(({ assignee }) => assignee === other)),
        );
  });

  it.each(PEOPLE)('of users has for the %s the one with this email only', async (name) => {
    for (const other of PEOPLE) {
      const { id, email } = people[other];
      const find = (text: string) => app.api.call('GET', `users?email=${text}`, { token: people[name].token });
      expect((await find(email)).body.data).toEqual([{ id, email }]);
      expect((await find(email.slice(1))).body.data).toEqual([]);
    }
  });
});

describe('on a shared board', () => {
  beforeAll(() => app.restart({ TODO_VISIBILITY: 'everyone' }));
  beforeEach(addTodo);

  it.each(cells.filter(([route]) => route.includes('/todo/')))('%s as %s needs a token only', async (route, role) => {
    const before = await stored();
    const { status } = await send(route, role);
    expect(status).toBe(role === 'nobody' ? 401 : 200);
    if (role === 'nobody') expect(await stored()).toEqual(before);
  });
});
