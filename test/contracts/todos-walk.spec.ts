import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  option,
  record,
} from 'fast-check';
import { expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Position } from '../../src/resources/cursor.js';
import { positionOf, type TodoList } from '../../src/todo/list/todo-list.js';
import { type Filters, type Status, STATUSES, type Todo } from '../../src/todo/todo.js';
import { anId, aTodo } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const RUNS = 60;
const FIRST = Date.UTC(2022, 11, 4);

const todos = withAdapter(TodoRepository);

interface Kind {
  created: number;
  due?: number;
  status: Status;
  people: 'mine' | 'given to me' | 'both' | 'given away';
}
type Deed = { do: 'add'; of: Kind } | { do: 'delete' | 'edit' | 'move'; at: number };
const few = integer({ min: 0, max: 3 });

/** Few values, so that many todos share theirs. */
const kind: Arbitrary<Kind> = record({
  created: few,
  due: option(few, { nil: undefined }),
  status: constantFrom(...STATUSES),
  people: constantFrom('mine', 'given to me', 'both', 'given away'),
});

/** A change by others between two pages; `at` picks the todo. */
const deed: Arbitrary<Deed> = oneof(
  record({ do: constantFrom('add'), of: kind }),
  record({ do: constantFrom('delete', 'edit', 'move'), at: integer({ min: 0, max: 30 }) }),
);

const range = constantFrom(undefined, { from: FIRST, to: FIRST + 3 }, { from: FIRST + 1, to: FIRST + 2 });
const filters = constantFrom<Filters | undefined>(undefined, { status: ['todo'] }, { status: ['todo', 'done'] });
const lists: Arbitrary<(me: string) => TodoList> = record({
  key: constantFrom('created' as const, 'due' as const),
  descending: boolean(),
  filters,
  toMe: boolean(),
  due: range,
}).map(({ key, descending, toMe, due, ...rest }) => (me) => ({
  ...rest,
  order: { key, descending },
  due: key === 'due' ? due : undefined,
  assignee: toMe ? me : undefined,
}));

const day = (n: number) => new Date(FIRST + n);
const peopleOf = (me: string, { people }: Kind): Partial<Todo> =>
  ({
    mine: { owner: me },
    'given to me': { assignee: me },
    both: { owner: me, assignee: me },
    'given away': { owner: me, assignee: anId() },
  })[people];
const make = (me: string, of: Kind): Todo =>
  aTodo({
    ...peopleOf(me, of),
    status: of.status,
    createdAt: day(of.created),
    dueDate: of.due === undefined ? undefined : day(of.due),
  });

/** Performs one deed; a todo that loses its place in the list is added to `touched`. */
async function perform(me: string, each: Deed, there: Todo[], touched: Set<string>): Promise<void> {
  if (each.do === 'add') return todos.add(make(me, each.of));
  const todo = there[each.at % there.length];
  if (!todo) return;
  const viewer = { id: me, everyone: true };
  if (each.do === 'delete') await todos.remove(viewer, todo.id);
  else if (each.do === 'move')
    await todos.change(viewer, todo.id, { changes: { dueDate: day(each.at % 5) }, now: day(9) });
  else await todos.change(viewer, todo.id, { changes: { title: `at ${each.at}` }, now: day(9) });
  if (each.do !== 'edit') touched.add(todo.id);
}

/** Reads a list page by page, and calls `between` after each page. */
async function walk(me: string, list: TodoList, limit: number, between: () => Promise<void>): Promise<Todo[]> {
  const seen: Todo[] = [];
  for (let after: Position | undefined; ;) {
    const page = await todos.page({ id: me, everyone: false }, { ...list, after, limit });
    seen.push(...page);
    const last = page.at(-1);
    if (!last) return seen;
    after = positionOf(last, list.order);
    await between();
  }
}

/** The expected list of these todos, by the contract of the port. */
function listed(some: Todo[], { order, filters, assignee: to, due }: TodoList): Todo[] {
  const sign = order.descending ? -1 : 1;
  return some
    .filter(({ status }) => filters?.status?.includes(status) ?? true)
    .filter(({ assignee }) => to === undefined || assignee === to)
    .filter(({ dueDate }) => !due || (dueDate && dueDate.getTime() >= due.from && dueDate.getTime() < due.to))
    .sort((a, b) => {
      const [one, two] = [positionOf(a, order), positionOf(b, order)];
      return sign * (one.at - two.at || (one.id < two.id ? -1 : 1));
    });
}

it('pages neither skip nor repeat a todo that was there throughout and stayed where it was', async () => {
  const some = array(kind, { maxLength: 24 });
  const deeds = array(deed, { maxLength: 24 });
  const property = asyncProperty(
    some,
    lists,
    integer({ min: 1, max: 5 }),
    deeds,
    async (kinds, listOf, limit, done) => {
      const me = anId();
      const there = kinds.map((each) => make(me, each));
      await Promise.all(there.map((todo) => todos.add(todo)));
      const [touched, left] = [new Set<string>(), [...done]];
      const seen = await walk(me, listOf(me), limit, async () => {
        for (const each of left.splice(0, 2)) await perform(me, each, there, touched);
      });
      const stayed = there.filter(({ id }) => !touched.has(id));
      const known = new Set(stayed.map(({ id }) => id));
      const ids = seen.map(({ id }) => id).filter((id) => known.has(id));
      expect(ids).toEqual(listed(stayed, listOf(me)).map(({ id }) => id));
    },
  );
  await assert(property, { numRuns: RUNS });
});
