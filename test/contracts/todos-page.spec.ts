import { beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Position } from '../../src/resources/cursor.js';
import { positionOf, type TodoPage } from '../../src/todo/list/todo-list.js';
import type { Todo, Viewer } from '../../src/todo/todo.js';
import { anId, aTodo, OLDEST_FIRST } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const todos = withAdapter(TodoRepository);
let me: string;

beforeEach(() => void (me = anId()));

const place = (todo: Todo | undefined) => todo && positionOf(todo, OLDEST_FIRST);
const at = (ms: number) => new Date(Date.UTC(2022, 11, 4) + ms);
const ids = (some: Todo[]) => some.map(({ id }) => id);
const inOrder = (some: Todo[]) =>
  [...some].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));

/** Todos of mine and todos assigned to me, several of them in the same millisecond, half of them undated. */
function mixed(): Todo[] {
  return Array.from({ length: 40 }, (_, index) => {
    const people = [
      { owner: me },
      { owner: anId(), assignee: me },
      { owner: me, assignee: me },
      { owner: me, assignee: anId() },
    ];
    const dueDate = index % 2 === 0 ? undefined : at(1_000 - index);
    return aTodo({ ...people[index % 4], dueDate, createdAt: at(Math.floor(index / 9)) });
  });
}

async function store(some: Todo[]): Promise<void> {
  const hidden = some.slice(0, 5).map(({ createdAt }) => aTodo({ createdAt, createdBy: me }));
  await Promise.all([...hidden, ...some].reverse().map((todo) => todos.add(todo)));
}

/** The whole list, `limit` todos at a time; `between` runs after every page. */
async function walk(limit: number, query: Partial<TodoPage> = {}, between = (_: Todo[]): unknown => undefined) {
  const viewer: Viewer = { id: me, everyone: false };
  const pages: Todo[][] = [];
  for (let after: Position | undefined; ;) {
    const page = await todos.page(viewer, { order: OLDEST_FIRST, ...query, after, limit });
    if (page.length === 0) return pages.flat();
    expect(page.length).toBeLessThanOrEqual(limit);
    pages.push(page);
    after = place(page.at(-1));
    await between(page);
  }
}

describe('a page', () => {
  it('of no todos is empty', async () => {
    expect(await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, limit: 10 })).toEqual([]);
  });

  it('has whole todos, dates to the millisecond', async () => {
    const todo = aTodo({ owner: me, assignee: anId(), description: 'y', dueDate: at(1), createdAt: at(2) });
    await store([todo]);
    expect(await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, limit: 1 })).toEqual([todo]);
  });

  it('is the first ones in the order of createdAt, then id', async () => {
    const some = mixed();
    await store(some);
    const page = await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, limit: 25 });
    expect(ids(page)).toEqual(ids(inOrder(some).slice(0, 25)));
  });

  it('has a todo once when the viewer is both its owner and its assignee', async () => {
    await store([aTodo({ owner: me, assignee: me })]);
    expect(await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, limit: 10 })).toHaveLength(1);
    expect(
      await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, assignee: me, limit: 10 }),
    ).toHaveLength(1);
  });

  it('is in the order of createdAt, whatever the id, the edits and the due date', async () => {
    const some = ['c', 'a', 'b'].map((digit, index) =>
      aTodo({
        owner: me,
        id: digit + anId().slice(1),
        createdAt: at(index),
        updatedAt: at(9 - index),
        dueDate: at(5 - index),
      }),
    );
    await store(some);
    expect(ids(await walk(10))).toEqual(ids(some));
  });
});

describe('paging', () => {
  it.each([1, 2, 7, 39, 40, 41])('by %d gives every todo once and in order', async (limit) => {
    const some = mixed();
    await store(some);
    expect(ids(await walk(limit))).toEqual(ids(inOrder(some)));
  });

  it.each([1, 3])('by %d can be combined with a filter', async (limit) => {
    const some = mixed();
    await store(some);
    const expected = inOrder(some.filter(({ assignee }) => assignee === me));
    expect(ids(await walk(limit, { assignee: me }))).toEqual(ids(expected));
  });

  it('continues after a todo that was deleted meanwhile', async () => {
    const some = mixed();
    await store(some);
    const seen = await walk(3, {}, async (page) => {
      const last = page.at(-1);
      if (last) await todos.remove({ id: me, everyone: true }, last.id);
    });
    expect(ids(seen)).toEqual(ids(inOrder(some)));
  });

  it('neither repeats nor loses a todo that changes meanwhile', async () => {
    const some = mixed();
    await store(some);
    const seen = await walk(4, {}, (page) =>
      Promise.all(
        page.map(({ id }) =>
          todos.change({ id: me, everyone: false }, id, { changes: { status: 'done' }, now: at(99_999) }),
        ),
      ),
    );
    expect(ids(seen)).toEqual(ids(inOrder(some)));
  });

  it('includes a todo that is added after the position, and not one before it', async () => {
    const some = mixed();
    await store(some);
    const [early, late] = [aTodo({ owner: me, createdAt: at(-1) }), aTodo({ owner: me, createdAt: at(1_000) })];
    let first = true;
    const seen = await walk(10, {}, async () => {
      if (first) await Promise.all([todos.add(early), todos.add(late)]);
      first = false;
    });
    expect(ids(seen)).toEqual(ids([...inOrder(some), late]));
  });

  it('starts after a position that no todo ever had', async () => {
    const some = mixed();
    await store(some);
    const after = { id: '8'.padEnd(24, '0'), at: at(2).getTime() };
    const expected = inOrder(some).filter(
      ({ id, createdAt }) => createdAt.getTime() > after.at || (createdAt.getTime() === after.at && id > after.id),
    );
    expect(ids(await todos.page({ id: me, everyone: false }, { order: OLDEST_FIRST, after, limit: 100 }))).toEqual(
      ids(expected),
    );
  });
});

it('a page of a shared board has everybody’s todos, in the same order', async () => {
  const some = mixed();
  await store(some);
  const viewer = { id: anId(), everyone: true };
  const all = await todos.page(viewer, { order: OLDEST_FIRST, limit: 10_000 });
  expect(ids(all)).toEqual(ids(inOrder(all)));
  expect(ids(all)).toEqual(expect.arrayContaining(ids(some)));
  expect(all.length).toBeGreaterThan(some.length);
  const [tenth] = all.slice(9);
  expect(ids(await todos.page(viewer, { order: OLDEST_FIRST, after: place(tenth), limit: 5 }))).toEqual(
    ids(all.slice(10, 15)),
  );
  expect(await todos.page(viewer, { order: OLDEST_FIRST, after: place(all.at(-1)), limit: 5 })).toEqual([]);
});
