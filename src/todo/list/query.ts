import { BadRequestException } from '@nestjs/common';
import { parseDueDate } from '../../validation/due-date.js';
import type { ListTodosDto } from '../dto/list-todos.dto.js';
import { STATUSES, type Viewer } from '../todo.js';
import { fromCursor } from './cursor.js';
import { NO_DUE_DATE, type Position, type TodoList, type TodoOrder } from './todo-list.js';

/** The length of a page when there is a cursor and no `limit`. */
const PAGE_WITH_CURSOR = 50;

/** A list as a client asked for it: from the start or from a position, whole or one page. */
export interface AskedList {
  list: TodoList;
  after?: Position;
  /** Todos on one page; undefined: the whole list. */
  limit?: number;
}

/** Reads the query string of a list. @throws BadRequestException when parameters do not go together */
export function readQuery(viewer: Viewer, query: ListTodosDto): AskedList {
  const { cursor, limit = cursor === undefined ? undefined : PAGE_WITH_CURSOR } = query;
  const list = listOf(query);
  const after = cursor === undefined ? undefined : fromCursor(viewer, list, cursor);
  if (cursor !== undefined && !after) throw new BadRequestException('cursor must be one that this list answered with');
  return { list, after, limit };
}

function listOf(query: ListTodosDto): TodoList {
  const due = dueRange(query);
  const sort = query.sort ?? (due ? 'due_date' : 'created_at');
  const order: TodoOrder = { key: sort.endsWith('due_date') ? 'due' : 'created', descending: sort.startsWith('-') };
  if (due && order.key !== 'due') throw new BadRequestException('sort must be due_date or -due_date with a due range');
  const statuses = STATUSES.filter((each) => query.status?.includes(each));
  const some = statuses.length > 0 && statuses.length < STATUSES.length;
  return { assignee: query.assignee, statuses: some ? statuses : undefined, due, order };
}

function dueRange({ due_after, due_before }: ListTodosDto): TodoList['due'] {
  if (due_after === undefined && due_before === undefined) return undefined;
  const at = (text: string | undefined, otherwise: number) =>
    (text === undefined ? undefined : parseDueDate(text)?.getTime()) ?? otherwise;
  return { from: at(due_after, -NO_DUE_DATE), to: at(due_before, NO_DUE_DATE) };
}
