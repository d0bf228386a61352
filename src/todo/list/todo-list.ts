import { LAST_INSTANT, type ListKey, type Position } from '../../resources/cursor.js';
import { type Status, STATUSES, type Todo, type Viewer } from '../todo.js';

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
  /** One or two of the three statuses; undefined: all. */
  statuses?: readonly Status[];
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

/** The statuses by which a list is searched, one after the other; undefined: by none. */
export const statusesOf = (viewer: Viewer, list: TodoList): readonly Status[] | undefined =>
  list.statuses ?? (isGiven(viewer, list) ? STATUSES : undefined);

/** A part of a list: the first `limit` todos after a position. */
export interface TodoPage extends TodoList {
  after?: Position;
  limit: number;
}

/** Tells lists apart. The order of statuses makes no difference. */
export const listKey = ({ id }: Viewer, { assignee, statuses, due, order }: TodoList): ListKey => [
  id,
  order.key,
  order.descending,
  assignee,
  statuses && [...statuses].sort(),
  due?.from,
  due?.to,
];

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
