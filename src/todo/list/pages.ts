import type { Pages } from '../../http/answer/pages.js';
import type { TodoRepository } from '../repositories/todo.repository.js';
import type { Todo, Viewer } from '../todo.js';
import { toCursor } from './cursor.js';
import type { AskedList } from './query.js';
import { positionOf } from './todo-list.js';

/**
 * The most rows that are read at a time while a whole list is sent. Memory stays flat, and other requests get their turn in
 * between.
 */
const ROWS_AT_ONCE = 100;
/** Todos may be long. This is about how many bytes a part should have, judged by the part before. */
const PART_BYTES = 256 * 1_024;

/** Reads one page where a limit is set. Otherwise reads the whole list, each part when the client has taken the one before. */
export async function* readPages(
  todos: TodoRepository,
  viewer: Viewer,
  { list, after, limit }: AskedList,
): Pages<Todo> {
  if (limit !== undefined) {
    const found = await todos.page(viewer, { ...list, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last && found.length > limit ? toCursor(viewer, list, positionOf(last, list.order)) : undefined;
    yield { items, more: false, next };
    return;
  }
  let rows = ROWS_AT_ONCE;
  for (let more = true; more;) {
    const items = await todos.page(viewer, { ...list, after, limit: rows });
    const last = items.at(-1);
    after = last && positionOf(last, list.order);
    more = items.length === rows;
    rows = rowsLike(items);
    yield { items, more };
  }
}

/** How many rows of the same size as these make a part. */
function rowsLike(items: Todo[]): number {
  const bytes = items.reduce((sum, { title, description }) => sum + sizeOf(title) + sizeOf(description), 0);
  return Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor((PART_BYTES * items.length) / Math.max(bytes, 1))));
}

const sizeOf = (text: string | undefined) => Buffer.byteLength(text ?? '');
