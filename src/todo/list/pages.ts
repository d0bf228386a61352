import type { Pages } from '../../http/answer/pages.js';
import { toCursor } from './cursor.js';
import type { ListTodosDto } from '../dto/list-todos.dto.js';
import type { TodoRepository } from '../repositories/todo.repository.js';
import { positionOf, type Todo, type Viewer } from '../todo.js';
import type { TodoList } from './query.js';

/** Rows read at a time while a whole list is sent: memory stays flat, and the event loop gets its turn in between. */
const ROWS_AT_ONCE = 100;

/** Reads a list: one page where a limit is set, else all of it, each part when the one before has been taken. */
export async function* readPages(
  todos: TodoRepository,
  viewer: Viewer,
  { limit, ...list }: TodoList,
  query: ListTodosDto,
): Pages<Todo> {
  if (limit !== undefined) {
    const found = await todos.page(viewer, { ...list, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last && found.length > limit ? toCursor(viewer, list, positionOf(last, list.order)) : undefined;
    yield { items, more: false, next: next && nextQuery(query, next) };
    return;
  }
  for (let after = list.after, more = true; more;) {
    const items = await todos.page(viewer, { ...list, after, limit: ROWS_AT_ONCE });
    const last = items.at(-1);
    after = last && positionOf(last, list.order);
    more = items.length === ROWS_AT_ONCE;
    yield { items, more };
  }
}

/** The query string that asks for the same list from a cursor on. */
function nextQuery(
  { assignee, status = [], due_after, due_before, sort, limit }: ListTodosDto,
  cursor: string,
): string {
  const next = new URLSearchParams(status.map((each) => ['status', each]));
  for (const [name, value] of Object.entries({ assignee, due_after, due_before, sort, limit, cursor })) {
    if (value !== undefined) next.append(name, String(value));
  }
  return next.toString();
}
