import { BadRequestException } from '@nestjs/common';
import { parseDueDate } from '../../validation/due-date.js';
import type { ListTodosDto } from '../dto/list-todos.dto.js';
import { FILTERS, type Filters } from '../todo.js';
import { NO_DUE_DATE, type TodoList, type TodoOrder } from './todo-list.js';

/** Reads the filters and the order of a query string. @throws BadRequestException when parameters do not go together */
export function listOf(query: ListTodosDto): TodoList {
  const due = dueRange(query);
  const sort = query.sort ?? (due ? 'due_date' : 'created_at');
  const order: TodoOrder = { key: sort.endsWith('due_date') ? 'due' : 'created', descending: sort.startsWith('-') };
  if (due && order.key !== 'due') throw new BadRequestException('sort must be due_date or -due_date with a due range');
  return { assignee: query.assignee, filters: filtersOf(query), due, order };
}

/** A filter that lists all values, or none, is left out. The values of the others are in one order. */
function filtersOf(query: ListTodosDto): Filters {
  const filters: Record<string, readonly string[]> = {};
  for (const [name, all] of Object.entries(FILTERS)) {
    const asked: readonly string[] = query[name as keyof Filters] ?? [];
    const values = all.filter((each) => asked.includes(each));
    if (values.length > 0 && values.length < all.length) filters[name] = values;
  }
  return filters;
}

function dueRange({ due_after, due_before }: ListTodosDto): TodoList['due'] {
  if (due_after === undefined && due_before === undefined) return undefined;
  const at = (text: string | undefined, otherwise: number) =>
    (text === undefined ? undefined : parseDueDate(text)?.getTime()) ?? otherwise;
  return { from: at(due_after, -NO_DUE_DATE), to: at(due_before, NO_DUE_DATE) };
}
