import { BadRequestException } from '@nestjs/common';
import { parseDueDate } from '../../validation/due-date.js';
import { fromCursor } from './cursor.js';
import type { ListTodosDto } from '../dto/list-todos.dto.js';
import { NO_DUE_DATE, type Position, STATUSES, type TodoFilter, type TodoOrder, type Viewer } from '../todo.js';

/** Pages of a list whose cursor came without a `limit`. */
const PAGE_WITH_CURSOR = 50;

/** What a query string asks for. */
export interface TodoList extends TodoFilter {
  order: TodoOrder;
  after?: Position;
  /** Todos on one page; undefined: the whole list. */
  limit?: number;
}

/** Reads the query string of a list. @throws BadRequestException for what does not go together */
export function todoListOf(viewer: Viewer, query: ListTodosDto): TodoList {
  const { assignee, status, cursor, limit = cursor === undefined ? undefined : PAGE_WITH_CURSOR } = query;
  const due = dueRange(query);
  const sort = query.sort ?? (due ? 'due_date' : 'created_at');
  const order: TodoOrder = { key: sort.endsWith('due_date') ? 'due' : 'created', descending: sort.startsWith('-') };
  if (due && order.key !== 'due') throw new BadRequestException('sort must be due_date or -due_date with a due range');
  const statuses = STATUSES.filter((each) => status?.includes(each));
  const some = statuses.length > 0 && statuses.length < STATUSES.length;
  const list = { assignee, statuses: some ? statuses : undefined, due, order };
  const after = cursor === undefined ? undefined : fromCursor(viewer, list, cursor);
  if (cursor !== undefined && !after) throw new BadRequestException('cursor must be one that this list answered with');
  return { ...list, after, limit };
}

function dueRange({ due_after, due_before }: ListTodosDto): TodoFilter['due'] {
  if (due_after === undefined && due_before === undefined) return undefined;
  const at = (text: string | undefined, otherwise: number) =>
    (text === undefined ? undefined : parseDueDate(text)?.getTime()) ?? otherwise;
  return { from: at(due_after, -NO_DUE_DATE), to: at(due_before, NO_DUE_DATE) };
}
