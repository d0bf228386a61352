import { BadRequestException } from '@nestjs/common';
import { parseDueDate } from '../../validation/due-date.js';
import type { ListTodosDto } from '../dto/list-todos.dto.js';
import { STATUSES } from '../todo.js';
import { NO_DUE_DATE, type TodoList, type TodoOrder } from './todo-list.js';

/** Reads the filters and the order of a query string. @throws BadRequestException when parameters do not go together */
export function listOf(query: ListTodosDto): TodoList {
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
