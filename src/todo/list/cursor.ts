import { createHash } from 'node:crypto';
import { NO_DUE_DATE, type Position, type TodoFilter, type TodoOrder, type Viewer } from '../todo.js';

/** What a list is: whose, with which filter, in which order; pages of different lists do not go together. */
interface List extends TodoFilter {
  order: TodoOrder;
}

/** The order and the repetition of statuses make no other list. */
function digestOf({ id }: Viewer, { assignee, statuses, due, order }: List): string {
  const list = [id, order.key, order.descending, assignee, statuses && [...statuses].sort(), due?.from, due?.to];
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);
}

/** An opaque cursor: a position, and a digest of the list that it belongs to. It carries no rights, so nothing is signed. */
export const toCursor = (viewer: Viewer, list: List, { at, id }: Position): string =>
  Buffer.from(JSON.stringify([digestOf(viewer, list), at, id])).toString('base64url');

/** The position that a cursor stands for; undefined when it is none, or one of another user, filter or order. */
export function fromCursor(viewer: Viewer, list: List, cursor: string): Position | undefined {
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
