import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person } from '../support/api.js';
import { signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const ROLES = ['owner', 'assignee', 'createdBy', 'stranger', 'nobody'] as const;
type Role = (typeof ROLES)[number];

const app = withApp();
let people: Record<Exclude<Role, 'nobody'>, Person>;
let todo: string;

interface Row {
  /** The status that each role gets: owner, assignee, the user named in `createdBy` only, another user, and nobody. */
  statuses: [number, number, number, number, number];
  body?: (role: Person) => unknown;
}

const ANYONE = [200, 200, 200, 200, 401] as Row['statuses'];
const currentPassword = ({ password }: Person) => ({ currentPassword: password });

/** Every route, as the document writes it. */
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
beforeEach(async () => {
  const body = { title: 'x', description: 'y', assignee: people.assignee.id, createdBy: people.createdBy.id };
  todo = await app.api.add(people.owner.token, body);
});

it('the matrix has every route of the document', () => {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, object> };
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => /^(get|put|post|patch|delete)$/.test(key))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(matrix).sort()).toEqual(routes.sort());
});

const cells = Object.entries(matrix).flatMap(([route, { statuses }]) =>
  ROLES.map((role, index) => [route, role, statuses[index] ?? 0] as const),
);

describe('among participants', () => {
  it.each(cells)('%s as %s is a %d', async (route, role, expected) => {
    const before = await stored();
    const { status } = await send(route, role);
    expect(status).toBe(expected);
    if (expected >= 400 || role === 'stranger' || role === 'createdBy') expect(await stored()).toEqual(before);
    if (ENDS.test(route)) await meet();
  });

  it.each(ROLES.slice(0, 4))('the list of the %s has what they may see', async (role) => {
    const list = await app.api.list(people[role as Exclude<Role, 'nobody'>].token);
    expect(list.some(({ id }) => id === todo)).toBe(role === 'owner' || role === 'assignee');
  });
});

describe('on a shared board', () => {
  beforeAll(() => app.restart({ TODO_VISIBILITY: 'everyone' }));

  it.each(cells.filter(([route]) => route.includes('/todo/')))('%s as %s needs a token only', async (route, role) => {
    const before = await stored();
    const { status } = await send(route, role);
    expect(status).toBe(role === 'nobody' ? 401 : 200);
    if (role === 'nobody') expect(await stored()).toEqual(before);
  });
});
