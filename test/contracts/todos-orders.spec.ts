import { beforeAll, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Position } from '../../src/resources/cursor.js';
import { NO_DUE_DATE, positionOf, type TodoList, type TodoOrder } from '../../src/todo/list/todo-list.js';
import { type Status, STATUSES, type Todo } from '../../src/todo/todo.js';
import { anId, aTodo } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const FIRST = Date.UTC(2022, 11, 4);
const ORDERS: TodoOrder[] = (['created', 'due'] as const).flatMap((key) => [
  { key, descending: false },
  { key, descending: true },
]);

const todos = withAdapter(TodoRepository);
const [me, other] = [anId(), anId()];
let mine: Todo[];

/** Todos of mine, assigned to me, both, and mine assigned to another: with ties in both keys, a third of them undated. */
function mixed(): Todo[] {
  const people = [
    { owner: me },
    { owner: other, assignee: me },
    { owner: me, assignee: me },
    { owner: me, assignee: other },
  ];
  return Array.from({ length: 72 }, (_, index) =>
    aTodo({
      ...people[index % people.length],
      status: STATUSES[(index >> 2) % 3],
      dueDate: index % 3 === 0 ? undefined : new Date(FIRST + Math.floor((index * 7) % 20)),
      createdAt: new Date(FIRST + Math.floor(index / 5)),
    }),
  );
}

beforeAll(async () => {
  mine = mixed();
  const hidden = mine.slice(0, 12).map((todo) => aTodo({ ...todo, id: anId(), owner: other, assignee: undefined }));
  await Promise.all([...hidden, ...mine].map((todo) => todos.add(todo)));
});

const ids = (some: Todo[]) => some.map(({ id }) => id);

/** The expected list, by the contract of the port. */
function expected(
  all: Todo[],
  { assignee, filters, due }: Omit<TodoList, 'order'>,
  order: TodoOrder,
  after?: Position,
): Todo[] {
  const sign = order.descending ? -1 : 1;
  const compare = (a: Position, b: Position) => sign * (a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return all
    .filter((todo) => assignee === undefined || todo.assignee === assignee)
    .filter(({ status }) => filters?.status?.includes(status) ?? true)
    .filter(({ dueDate }) => !due || (dueDate && dueDate.getTime() >= due.from && dueDate.getTime() < due.to))
    .filter((todo) => !after || compare(positionOf(todo, order), after) > 0)
    .sort((a, b) => compare(positionOf(a, order), positionOf(b, order)));
}

/** The whole list, `limit` todos at a time. */
async function walk(limit: number, query: TodoList): Promise<Todo[]> {
  const seen: Todo[] = [];
  for (let after: Position | undefined; ;) {
    const page = await todos.page({ id: me, everyone: false }, { ...query, after, limit });
    seen.push(...page);
    expect(seen.length).toBeLessThanOrEqual(mine.length);
    const last = page.at(-1);
    if (page.length < limit || !last) return seen;
    after = positionOf(last, query.order);
  }
}

const FILTERS: [string, Omit<TodoList, 'order'>][] = [
  ['nothing', {}],
  ['one status', { filters: { status: ['done'] } }],
  ['two statuses', { filters: { status: ['inprogress', 'todo'] } }],
  ['assignee me', { assignee: me }],
  ['assignee other', { assignee: other }],
  ['assignee me and two statuses', { assignee: me, filters: { status: ['done', 'todo'] } }],
  ['assignee other and one status', { assignee: other, filters: { status: ['todo'] } }],
];

describe.each(ORDERS)('by %j', (order) => {
  it.each(FILTERS)('and filtered by %s, pages have every todo once and in order', async (_, filter) => {
    const whole = ids(expected(mine, filter, order));
    expect(whole.length).toBeGreaterThan(3);
    for (const limit of [1, 7, 71, 72, 73]) expect(ids(await walk(limit, { ...filter, order }))).toEqual(whole);
  });

  it('a page may begin after a position that no todo has: before, between and after all', async () => {
    for (const at of [-NO_DUE_DATE, 0, FIRST - 1, FIRST, FIRST + 7, FIRST + 99, NO_DUE_DATE - 1, NO_DUE_DATE])
      for (const id of ['0'.repeat(24), '8'.repeat(24), 'f'.repeat(24)]) {
        const page = await todos.page({ id: me, everyone: false }, { order, after: { at, id }, limit: 100 });
        expect(ids(page)).toEqual(ids(expected(mine, {}, order, { at, id })));
      }
  });
});

describe.each(ORDERS.filter(({ key }) => key === 'due'))('a due range by %j', (order) => {
  const ranges: [string, { from: number; to: number }][] = [
    ['within', { from: FIRST + 3, to: FIRST + 9 }],
    ['of one instant', { from: FIRST + 4, to: FIRST + 5 }],
    ['open below', { from: -NO_DUE_DATE, to: FIRST + 9 }],
    ['open above', { from: FIRST + 9, to: NO_DUE_DATE }],
    ['around all', { from: 0, to: FIRST + 1_000 }],
    ['empty', { from: FIRST + 4, to: FIRST + 4 }],
    ['crossed', { from: FIRST + 9, to: FIRST + 3 }],
    ['before all', { from: 0, to: FIRST }],
    ['after all', { from: FIRST + 20, to: NO_DUE_DATE }],
  ];

  it.each(ranges)('%s has every todo once and in order', async (_, due) => {
    for (const filter of [{ due }, { due, assignee: me }, { due, filters: { status: ['todo', 'done'] as Status[] } }]) {
      const whole = ids(expected(mine, filter, order));
      for (const limit of [1, 5, 100]) expect(ids(await walk(limit, { ...filter, order }))).toEqual(whole);
    }
  });

  it.each(ranges)('%s may begin after a position before, in and after it', async (_, due) => {
    for (const at of [0, FIRST + 2, FIRST + 3, FIRST + 4, FIRST + 8, FIRST + 9, FIRST + 25, NO_DUE_DATE])
      for (const id of ['0'.repeat(24), '8'.repeat(24), 'f'.repeat(24)]) {
        const page = await todos.page({ id: me, everyone: false }, { order, due, after: { at, id }, limit: 100 });
        expect(ids(page)).toEqual(ids(expected(mine, { due }, order, { at, id })));
      }
  });
});

it.each(ORDERS)('a shared board by %j lists the todos of everybody, in order and page by page', async (order) => {
  const viewer = { id: anId(), everyone: true };
  for (const filter of [
    {},
    { filters: { status: ['todo', 'done'] as Status[] } },
    { assignee: me },
    { assignee: other },
  ]) {
    const all = await todos.page(viewer, { ...filter, order, limit: 1_000 });
    expect(ids(all)).toEqual(ids(expected(all, filter, order)));
    expect(ids(all)).toEqual(expect.arrayContaining(ids(expected(mine, filter, order))));
    const middle = all.at(all.length >> 1);
    const after = middle && positionOf(middle, order);
    const rest = await todos.page(viewer, { ...filter, order, after, limit: 1_000 });
    expect(ids(rest)).toEqual(ids(expected(all, filter, order, after)));
  }
});
