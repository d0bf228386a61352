import type { Position } from '../../../src/resources/cursor.ts';
import type { TodoOrder } from '../../../src/todo/list/todo-list.ts';
import type { Todo } from '../../../src/todo/todo.ts';
import { built } from '../../support/built.ts';
import { median } from '../../support/statistics.ts';
import { COLLEAGUE, DAY_MS, EMAIL, ME, other, SESSION, todoOf, TODOS } from './data.ts';
import { type List, LISTS } from './lists.ts';
import type { Plan, Probe } from './probe.ts';
import type { Stores } from './stores.ts';

export type Mode = 'participants' | 'everyone';

/** One page of a list: the keys and rows, and how long it took. */
interface Page {
  keys?: number;
  returned: number;
  ms?: number;
}

/** The findings on one list or operation. */
export interface Checked {
  engine: string;
  mode: Mode;
  name: string;
  order: string;
  plan: string;
  first: Page;
  middle?: Page;
  faults: string[];
}

/** The rows of a page: like the service, one more than a client gets. */
const LIMIT = 51;
/** The runs of a statement that are timed; their median is reported. */
const TIMED = 5;

type PositionOf = (todo: Todo, order: TodoOrder) => Position;

const sum = (plans: readonly Plan[]): number | undefined =>
  plans.every(({ keys }) => keys === undefined) ? undefined : plans.reduce((all, { keys = 0 }) => all + keys, 0);

const textOf = (plans: readonly Plan[]): string => [...new Set(plans.map(({ text }) => text))].join('; ');

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < TIMED; index++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

/** Watches a statement. One that fails is a fault, too: statements name their index, and fail without it. */
async function seen(probe: Probe, faults: string[], work: () => Promise<unknown>, bounded?: string[]): Promise<Plan[]> {
  try {
    const plans = await probe.watch(work, bounded);
    faults.push(...(plans.length === 0 ? ['no statement was seen'] : plans.flatMap((plan) => plan.faults)));
    return plans;
  } catch (error) {
    faults.push((error as Error).message);
    return [];
  }
}

/** The columns that must bound the search of a list; in `participants` mode each branch has the owner or the assignee. */
function boundsOf({ query }: List, mode: Mode, after: Position | undefined): string[] {
  const key = query.order.key === 'created' ? 'created_at' : 'due_key';
  const assigned = query.assignee === undefined ? [] : ['assignee'];
  return [
    ...(mode === 'participants' && query.assignee === undefined ? ['(owner|assignee)'] : assigned),
    ...(mode === 'participants' && query.assignee === COLLEAGUE ? ['owner'] : []),
    ...(query.filters?.status ? ['status'] : []),
    ...(query.due || after ? [key] : []),
  ];
}

/** Whether a todo is in a list, as the contract has it. */
function isIn({ query: { assignee, filters, due }, viewer }: List, mode: Mode, todo: Todo): boolean {
  if (mode === 'participants' && todo.owner !== viewer && todo.assignee !== viewer) return false;
  if (assignee !== undefined && todo.assignee !== assignee) return false;
  if (filters?.status?.includes(todo.status) === false) return false;
  const dueAt = todo.dueDate?.getTime();
  return !due || (dueAt !== undefined && dueAt >= due.from && dueAt < due.to);
}

/** Where middle pages begin: also among the todos that share a due date or have none. */
const MIDDLES = [1 / 6, 1 / 2, 5 / 6];

const worse = (one: Page, other: Page): boolean => (one.keys ?? one.ms ?? 0) > (other.keys ?? other.ms ?? 0);

/** Checks the first page and the worst of several middle pages of every list. */
export async function checkLists(probe: Probe, { todos }: Stores, mode: Mode, timing = true): Promise<Checked[]> {
  const { positionOf } = await built<{ positionOf: PositionOf }>('todo/list/todo-list.js');
  const everything = Array.from({ length: TODOS }, (_, index) => todoOf(index));
  const checked: Checked[] = [];
  for (const list of LISTS) {
    const { order } = list.query;
    const sign = order.descending ? -1 : 1;
    const positions = everything
      .filter((todo) => isIn(list, mode, todo))
      .map((todo) => positionOf(todo, order))
      .sort((a, b) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1)));
    const faults = positions.length > 4 * LIMIT ? [] : [`only ${positions.length} todos`];
    const look = async (after?: Position): Promise<Page & { plan: string }> => {
      const viewer = { id: list.viewer, everyone: mode === 'everyone' };
      let returned = 0;
      const page = async () => (returned = (await todos.page(viewer, { ...list.query, after, limit: LIMIT })).length);
      const plans = await seen(probe, faults, page, boundsOf(list, mode, after));
      return { keys: sum(plans), returned, ms: timing ? await timed(page) : undefined, plan: textOf(plans) };
    };
    const first = await look();
    const middles: (Page & { plan: string })[] = [];
    for (const part of MIDDLES) middles.push(await look(positions[Math.floor(positions.length * part)]));
    const middle = middles.reduce((worst, page) => (worse(page, worst) ? page : worst));
    const { name } = list;
    checked.push({ engine: probe.engine, mode, name, order: list.order, plan: middle.plan, first, middle, faults });
  }
  return checked;
}

/** The operations on single rows that the caller sees or does not see. */
function operations({ todos, users, sessions }: Stores, mode: Mode): Record<string, () => Promise<unknown>> {
  const viewer = { id: ME, everyone: mode === 'everyone' };
  const indexes = Array.from({ length: 1_000 }, (_, index) => index);
  const ids = (which: (todo: Todo) => boolean) =>
    indexes
      .map(todoOf)
      .filter(which)
      .map(({ id }) => id);
  const [mine = '', doomed = ''] = ids(({ owner }) => owner === ME).slice(mode === 'everyone' ? 2 : 0);
  const [hidden = ''] = ids(({ owner, assignee }) => owner !== ME && assignee !== ME);
  const now = new Date();
  return {
    'todo: find': () => todos.find(viewer, mine),
    'todo: find one of somebody else': () => todos.find(viewer, hidden),
    'todo: change': () => todos.change(viewer, mine, { changes: { status: 'done' }, now }),
    'todo: change nothing': () =>
      todos.change(viewer, mine, { changes: { status: 'done' }, now, versions: { only: [2] } }),
    'todo: change one of somebody else': () => todos.change(viewer, hidden, { changes: { title: 'x' }, now }),
    'todo: remove one of somebody else': () => todos.remove({ id: ME, everyone: false }, hidden),
    'todo: remove': () => todos.remove(viewer, doomed),
    'todo: add once': () =>
      todos.addOnce(
        { ...todoOf(TODOS), id: mode.padEnd(24, '0').replaceAll(/[^0-9a-f]/g, '0') },
        {
          key: mode,
          digest: 'x',
          expiresAt: new Date(Date.now() + DAY_MS),
        },
      ),
    'user: find by email': () => users.findByEmail(EMAIL),
    'user: find': () => users.find(ME),
    'user: change': () => users.change(ME, { firstName: 'x' }, now),
    'user: find those being erased': () => users.findErasing(),
    'session: has': () => sessions.has(SESSION, ME),
    'session: remove': () => sessions.remove(`session-${mode.length}`),
    'session: remove all but one': () => sessions.removeAll(ME, SESSION),
    'todo: erase a user': () => todos.eraseUser(other(mode.length), now),
  };
}

/** Checks every operation on single rows. */
export async function checkOperations(probe: Probe, stores: Stores, mode: Mode): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const [name, work] of Object.entries(operations(stores, mode))) {
    const faults: string[] = [];
    const plans = await seen(probe, faults, work);
    const first = { keys: sum(plans), returned: 1 };
    checked.push({ engine: probe.engine, mode, name, order: '', plan: textOf(plans), first, faults });
  }
  return checked;
}
