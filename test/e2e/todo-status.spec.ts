import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Person } from '../support/api.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const STATUSES = ['todo', 'inprogress', 'done'];

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));
afterEach(() => vi.useRealTimers());

const set = (id: string, status: string) => app.api.call('PATCH', `todo/${id}/${status}`, { token: me.token });
const stored = (id: string) => app.get(TodoRepository).find({ id: me.id, everyone: false }, id);

describe.each(STATUSES)('a change of status from %s', (from) => {
  it.each(STATUSES)('to %s', async (to) => {
    const full = { title: 'x', description: 'y', status: from, assignee: anId(), dueDate: '2022-12-04' };
    const id = await app.api.add(me.token, full);
    const before = await stored(id);
    const now = Date.now() + 5_000;
    vi.useFakeTimers({ toFake: ['Date'], now });
    const { status, body } = await set(id, to);
    expect(status).toBe(200);
    expect(body).toEqual({ statusCode: 200, message: `Todo ${id} is successfully edited`, data: null, error: null });
    const changed = { status: to, version: 2, updatedAt: new Date(now) };
    expect(await stored(id)).toEqual({ ...before, ...(from === to ? {} : changed) });
  });
});

it('an id is accepted in either case and returned in lower case', async () => {
  const id = await app.api.add(me.token);
  const { status, body } = await set(id.toUpperCase(), 'done');
  expect(status).toBe(200);
  expect(body.message).toBe(`Todo ${id} is successfully edited`);
});

it.each([
  'nope',
  'Done',
  'DONE',
  'in-progress',
  'done ',
  '%20done',
  'done%00',
  'toString',
  '__proto__',
  'null',
  '%7B%7D',
])('the status %s is a 400', async (status) => {
  const id = await app.api.add(me.token);
  const before = await stored(id);
  const answer = await set(id, status.replace(' ', '%20'));
  expect(answer.status).toBe(400);
  expect(answer.body.message).toMatch(/^status /);
  expect(await stored(id)).toEqual(before);
});

const MALFORMED = [
  'x',
  '1',
  'a'.repeat(23),
  'a'.repeat(25),
  'g'.repeat(24),
  'null',
  '%20',
  `${'a'.repeat(24)}%0a`,
  '$ne',
  '*',
];

it.each(MALFORMED)('the id %s is a 400, for DELETE too', async (id) => {
  for (const answer of [await set(id, 'done'), await app.api.call('DELETE', `todo/${id}`, { token: me.token })]) {
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/^todo_?[iI]d must be an id of 24 hex digits$/);
  }
});

it('a wrong id and a wrong status are both named', async () => {
  const { body } = await set('x', 'nope');
  expect(body.message).toMatch(/^todo_id [^;]+; status [^;]+$/);
});

it('an unknown id is a 404', async () => {
  const id = anId();
  const { status, body } = await set(id, 'done');
  expect(status).toBe(404);
  expect(body).toMatchObject({ error: 'Not Found', message: `Todo ${id} is not found` });
});

it('30 changes at once all succeed, and each is counted at most once', async () => {
  const id = await app.api.add(me.token);
  const changes = await Promise.all(Array.from({ length: 30 }, (_, index) => set(id, STATUSES[index % 3] ?? '')));
  for (const { status } of changes) expect(status).toBe(200);
  const todo = await stored(id);
  expect(STATUSES).toContain(todo?.status);
  expect(todo?.version).toBeGreaterThan(1);
  expect(todo?.version).toBeLessThanOrEqual(31);
});

describe('DELETE', () => {
  it('deletes the todo, then is a 404', async () => {
    const id = await app.api.add(me.token);
    const kept = await app.api.add(me.token);
    const first = await app.api.call('DELETE', `todo/${id.toUpperCase()}`, { token: me.token });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      statusCode: 200,
      message: `Todo ${id} is successfully deleted`,
      data: null,
      error: null,
    });
    expect(await stored(id)).toBeUndefined();
    const again = await app.api.call('DELETE', `todo/${id}`, { token: me.token });
    expect(again.status).toBe(404);
    expect(again.body.message).toBe(`Todo ${id} is not found`);
    expect((await set(id, 'done')).status).toBe(404);
    expect(await stored(kept)).toBeDefined();
  });

  it('succeeds for one of 20 at once', async () => {
    const id = await app.api.add(me.token);
    const race = Array.from({ length: 20 }, () => app.api.call('DELETE', `todo/${id}`, { token: me.token }));
    const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 404)]);
  });
});
