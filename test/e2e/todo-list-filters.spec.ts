import { beforeAll, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { NO_DUE_DATE } from '../../src/todo/list/todo-list.js';
import { STATUSES, type Todo } from '../../src/todo/todo.js';
import type { Person } from '../support/api.js';
import { anId, aTodo } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const DAY = 86_400_000;
const FIRST = Date.UTC(2022, 11, 1);

const app = withApp();
let me: Person;
let other: Person;
let mine: Todo[];

beforeAll(async () => {
  [me, other] = [await app.api.person(), await app.api.person()];
  const people = [{ owner: me.id }, { owner: other.id, assignee: me.id }, { owner: me.id, assignee: other.id }];
  mine = Array.from({ length: 36 }, (_, index) =>
    aTodo({
      ...people[index % 3],
      status: STATUSES[(index >> 1) % 3],
      dueDate: index % 4 === 0 ? undefined : new Date(FIRST + (index % 9) * DAY),
      createdAt: new Date(FIRST + (index >> 2)),
    }),
  );
  const hidden = mine.slice(0, 6).map((todo) => aTodo({ ...todo, id: anId(), owner: other.id, assignee: undefined }));
  await Promise.all([...mine, ...hidden].map((todo) => app.get(TodoRepository).add(todo)));
});

const get = (query: string) => app.api.call('GET', `todo?${query}`, { token: me.token });
const idsOf = async (query: string) => (await app.api.list(me.token, `?${query}`)).map(({ id }) => id);
const due = ({ dueDate }: Todo) => dueDate?.getTime() ?? NO_DUE_DATE;
const created = ({ createdAt }: Todo) => createdAt.getTime();
const day = (n: number) => new Date(FIRST + n * DAY);
const text = (n: number) => encodeURIComponent(day(n).toISOString());

/** The ids of my todos that pass, in an order. */
function expected(key: (todo: Todo) => number, passes: (todo: Todo) => unknown = () => true, sign = 1): string[] {
  const some = mine.filter(passes);
  return some.sort((a, b) => sign * (key(a) - key(b) || (a.id < b.id ? -1 : 1))).map(({ id }) => id);
}

const dated = (from: number, to: number) => (todo: Todo) =>
  todo.dueDate && todo.dueDate >= day(from) && todo.dueDate < day(to);

describe('sort', () => {
  it.each<[string, (todo: Todo) => number, number]>([
    ['created_at', created, 1],
    ['-created_at', created, -1],
    ['due_date', due, 1],
    ['-due_date', due, -1],
  ])('%s orders all todos, and equal ones by id in the same direction', async (sort, key, sign) => {
    expect(await idsOf(`sort=${sort}`)).toEqual(expected(key, undefined, sign));
  });

  it('by due date puts todos without one last, and first in descending order', async () => {
    const undated = mine.filter(({ dueDate }) => !dueDate).length;
    const [up, down] = [
      await app.api.list(me.token, '?sort=due_date'),
      await app.api.list(me.token, '?sort=-due_date'),
    ];
    for (const list of [up.slice(-undated), down.slice(0, undated)])
      for (const todo of list) expect(todo).not.toHaveProperty('due_date');
  });
});

describe('status', () => {
  it.each([
    ['status=done', ['done']],
    ['status=done&status=todo', ['done', 'todo']],
    ['status=todo&status=done&status=todo', ['done', 'todo']],
    ['status=todo&status=inprogress&status=done', ['done', 'todo', 'inprogress']],
  ])('%s returns the todos of these statuses', async (query, statuses) => {
    const passes = ({ status }: Todo) => statuses.includes(status);
    expect(await idsOf(query)).toEqual(expected(created, passes));
    expect(await idsOf(`${query}&sort=-due_date`)).toEqual(expected(due, passes, -1));
  });
});

describe('a due range', () => {
  it.each([
    [`due_after=${text(3)}`, dated(3, 1_000)],
    [`due_before=${text(3)}`, dated(-1_000, 3)],
    [`due_after=${text(3)}&due_before=${text(6)}`, dated(3, 6)],
    ['due_after=2022-12-04&due_before=2022-12-07', dated(3, 6)],
    ['due_after=2022-12-04T02:00:00%2B02:00', dated(3, 1_000)],
    ['due_after=2022-12-04&due_before=2022-12-04T00:00:00.001Z', dated(3, 3.1)],
    ['due_before=9999-12-31T23:59:59.999Z', dated(-1_000, 1_000)],
    ['due_after=0000-01-01', dated(-1_000, 1_000)],
    ['due_after=2022-12-07&due_before=2022-12-04', () => false],
    ['due_after=2022-12-04&due_before=2022-12-04', () => false],
  ])('%s includes its first instant, but not its last, and no undated todo', async (query, passes) => {
    expect(await idsOf(query)).toEqual(expected(due, passes));
    expect(await idsOf(`${query}&sort=due_date`)).toEqual(expected(due, passes));
    expect(await idsOf(`${query}&sort=-due_date`)).toEqual(expected(due, passes, -1));
    const both = (todo: Todo) => passes(todo) && todo.status === 'done' && todo.assignee === me.id;
    expect(await idsOf(`${query}&status=done&assignee=${me.id}`)).toEqual(expected(due, both));
  });

  it.each(['sort=created_at', 'sort=-created_at'])('with %s is a 400', async (sort) => {
    for (const range of [
      'due_after=2022-12-04',
      'due_before=2022-12-04',
      'due_after=2022-12-07&due_before=2022-12-04',
    ]) {
      const { status, body } = await get(`${range}&${sort}`);
      expect(status).toBe(400);
      expect(body.message).toMatch(/^sort /);
    }
  });
});

it('filters, orders and pages can be combined', async () => {
  const passes = ({ status, assignee }: Todo) => status !== 'done' && assignee === other.id;
  const query = `assignee=${other.id.toUpperCase()}&status=todo&status=inprogress`;
  expect(await idsOf(query)).toEqual(expected(created, passes));
  expect(await idsOf(`${query}&sort=due_date`)).toEqual(expected(due, passes));
  expect(await idsOf(`${query}&limit=200`)).toEqual(expected(created, passes));
});

const ANY = '[^;]+$';
it.each([
  ...['sort=', 'sort=x', 'sort=Due_date', 'sort=title', 'sort=--due_date', 'sort=due_date&sort=due_date', 'sort=owner'],
  ...['status=', 'status=Done', 'status=done,todo', 'status=done&status=', 'status=done&status=x', 'status=%00'],
  ...['due_after=', 'due_after=x', 'due_after=2022-02-30', 'due_after=0', 'due_after=2022-12-04T02:00:00+02:00'],
  ...['due_before=', 'due_before=2022-12', 'due_before=2022-12-04&due_before=2022-12-04', 'due_before=null'],
  ...[
    'limit=',
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=1.5',
    'limit=1e2',
    'limit=0x10',
    'limit=%201',
    'limit=10000',
  ],
  ...['limit=1&limit=1', 'limit=all', 'limit=NaN', 'limit=%EF%BC%91', 'limit=1%00'],
  ...['cursor=', 'cursor=%20', 'cursor=x&cursor=x', 'limit=5&cursor='],
  ...['assignee=', 'assignee=me'],
])('%s is a 400 that names the parameter', async (query) => {
  const { status, body } = await get(query);
  expect(status).toBe(400);
  const [wrong = ''] = query.split('&').at(-1)?.split('=') ?? [];
  expect(body.message).toMatch(new RegExp(`^${wrong} ${ANY}`));
});

it('reports all wrong parameters in one message', async () => {
  const { status, body } = await get('sort=x&status=x&limit=x&due_after=x');
  expect(status).toBe(400);
  expect(
    body.message
      ?.split('; ')
      .map((part) => part.split(' ', 1)[0])
      .sort(),
  ).toEqual(['due_after', 'limit', 'sort', 'status']);
});

it.each(['Sort=x', 'status[$ne]=x', 'page=2', 'offset=9', 'due=x', 'order=asc', 'Limit=0', 'owner=x'])(
  'the unknown parameter in %s is ignored',
  async (query) => {
    expect(await idsOf(query)).toEqual(expected(created));
  },
);
