import { createHash } from 'node:crypto';
import type { Viewer } from '../todo.js';
import { NO_DUE_DATE, type Position, type TodoList } from './todo-list.js';

/** Tells lists apart, since a cursor goes with one list only. The order of statuses makes no difference. */
function digestOf({ id }: Viewer, { assignee, statuses, due, order }: TodoList): string {
  const list = [id, order.key, order.descending, assignee, statuses && [...statuses].sort(), due?.from, due?.to];
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);
}

/** An opaque cursor: a position, and the digest of its list. It gives no rights, so it needs no signature. */
export const toCursor = (viewer: Viewer, list: TodoList, { at, id }: Position): string =>
  Buffer.from(JSON.stringify([digestOf(viewer, list), at, id])).toString('base64url');

/** The position in a cursor; undefined when the text is no cursor, or belongs to another user, filter or order. */
export function fromCursor(viewer: Viewer, list: TodoList, cursor: string): Position | undefined {
  try {
    const [digest, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const position = { at: Number(at), id: String(id) };
    const isPlace = Number.isInteger(at) && Math.abs(position.at) <= NO_DUE_DATE && /^[0-9a-f]{24}$/.test(position.id);
    const fits = digest === digestOf(viewer, list) && isPlace;
    return fits && toCursor(viewer, list, position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
