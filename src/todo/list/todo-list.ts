import { LAST_INSTANT, type ListKey, type Position } from '../../resources/cursor.js';
import { type Filtered, type Filters, STATUSES, type Todo, type Viewer } from '../todo.js';

/** The key of todos without a due date, in milliseconds. */
export const NO_DUE_DATE = LAST_INSTANT;

/** The order of a list. Todos with the same key are ordered by id, in the same direction. */
export interface TodoOrder {
  key: 'created' | 'due';
  descending: boolean;
}

/** A list: which of the todos that its viewer sees it has, and in which order. */
export interface TodoList {
  assignee?: string;
  /** A todo has one of the values of each. */
  filters?: Filters;
  /**
   * Due dates in milliseconds, `from` included and `to` not. It leaves todos without a due date out, and it goes with the
   * order by due date only.
   */
  due?: { from: number; to: number };
  order: TodoOrder;
}

/** Whether a list asks for todos that the viewer owns and has assigned to somebody else. Its index begins with the status. */
export const isGiven = ({ id, everyone }: Viewer, { assignee }: TodoList): boolean =>
  !everyone && assignee !== undefined && assignee !== id;

/** The values by which a list is searched, one combination after the other; without a filter one that is empty. */
export function combinationsOf(viewer: Viewer, list: TodoList): readonly Filtered[] {
  const filters: Filters = { ...(isGiven(viewer, list) && { status: STATUSES }), ...list.filters };
  return Object.entries(filters).reduce<Filtered[]>(
    (found, [name, values]) => found.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** A part of a list: the first `limit` todos after a position. */
export interface TodoPage extends TodoList {
  after?: Position;
  limit: number;
}

/** Tells lists apart. A cursor holds a digest of it. The key of a list without a new filter must not change with the filter. */
export function listKey({ id }: Viewer, { assignee, filters, due, order }: TodoList): ListKey {
  const { status, ...others } = filters ?? {};
  const more = Object.entries<readonly string[]>(others).map(([name, values]) => [name, ...values.toSorted()]);
  return [id, order.key, order.descending, assignee, status?.toSorted(), due?.from, due?.to, ...more];
}

/** The place of a todo in an order. */
export const positionOf = ({ id, createdAt, dueDate }: Todo, { key }: TodoOrder): Position => ({
  at: key === 'created' ? createdAt.getTime() : (dueDate?.getTime() ?? NO_DUE_DATE),
  id,
});

/** The bounds of the keys on a page. A bound that is undefined does not limit it. */
export interface Bounds {
  from?: number;
  to?: number;
  after?: Position;
}

/**
 * The bounds of a page. The position replaces the bound that lies behind it, since one of the two always implies the other.
 * A position outside the due range, which only a made-up cursor has, is dropped.
 */
export function boundsOf({ due, order: { descending }, after }: TodoPage): Bounds {
  const { from, to } = due ?? {};
  if (!after) return { from, to };
  if (descending) return to !== undefined && after.at >= to ? { from, to } : { from, after };
  return from !== undefined && after.at < from ? { from, to } : { to, after };
}
