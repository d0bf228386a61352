import type { TodoList, TodoOrder } from '../../../src/todo/list/todo-list.ts';
import { COLLEAGUE, DAY_MS, FIRST_DUE, ME, SELF } from './data.ts';

/** A list that the product offers. */
export interface List {
  name: string;
  order: string;
  /** The user who asks. */
  viewer: string;
  query: TodoList;
}

const BY_CREATED: Record<string, TodoOrder> = {
  created_at: { key: 'created', descending: false },
  '-created_at': { key: 'created', descending: true },
};
const BY_DUE: Record<string, TodoOrder> = {
  due_date: { key: 'due', descending: false },
  '-due_date': { key: 'due', descending: true },
};
const EVERY_ORDER = { ...BY_CREATED, ...BY_DUE };

const due = { from: FIRST_DUE + 30 * DAY_MS, to: FIRST_DUE + 330 * DAY_MS };

/** Every filter with its orders. A new list of the product is one more row here. */
const FILTERS: [name: string, filter: Omit<TodoList, 'order'>, orders?: Record<string, TodoOrder>, viewer?: string][] =
  [
    ['no filter', {}],
    ['one status', { filters: { status: ['inprogress'] } }],
    ['two statuses', { filters: { status: ['inprogress', 'done'] } }],
    ['assignee=me', { assignee: ME }],
    ['assignee=other', { assignee: COLLEAGUE }],
    ['due range', { due }, BY_DUE],
    ['assignee=me, one status', { assignee: ME, filters: { status: ['done'] } }],
    ['assignee=other, one status', { assignee: COLLEAGUE, filters: { status: ['inprogress'] } }],
    ['one status, due range', { filters: { status: ['done'] }, due }, BY_DUE],
    ['two statuses, due range', { filters: { status: ['inprogress', 'done'] }, due }, BY_DUE],
    ['assignee=other, two statuses', { assignee: COLLEAGUE, filters: { status: ['todo', 'inprogress'] } }],
    ['assignee=other, due range', { assignee: COLLEAGUE, due }, BY_DUE],
    ['no filter, all of it given to oneself', {}, EVERY_ORDER, SELF],
  ];

export const LISTS: readonly List[] = FILTERS.flatMap(([name, filter, orders = EVERY_ORDER, viewer = ME]) =>
  Object.entries(orders).map(([order, value]) => ({ name, order, viewer, query: { ...filter, order: value } })),
);
