import { columnsOf, type Params } from '../../../database/sqlite/edits.js';
import type { Status, Todo, TodoChanges } from '../../todo.js';

/** A row of `todos`. */
export interface TodoRow {
  id: string;
  owner: string;
  assignee: string | null;
  created_by: string;
  title: string;
  description: string | null;
  status: Status;
  due_date: number | null;
  created_at: number;
  updated_at: number;
  version: number;
}

export const toTodo = (row: TodoRow): Todo => ({
  id: row.id,
  owner: row.owner,
  assignee: row.assignee ?? undefined,
  createdBy: row.created_by,
  title: row.title,
  description: row.description ?? undefined,
  status: row.status,
  dueDate: row.due_date === null ? undefined : new Date(row.due_date),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
  version: row.version,
});

export const toRow = (todo: Todo): TodoRow => ({
  id: todo.id,
  owner: todo.owner,
  assignee: todo.assignee ?? null,
  created_by: todo.createdBy,
  title: todo.title,
  description: todo.description ?? null,
  status: todo.status,
  due_date: todo.dueDate?.getTime() ?? null,
  created_at: todo.createdAt.getTime(),
  updated_at: todo.updatedAt.getTime(),
  version: todo.version,
});

/** The columns that an edit sets, with their values. */
export const changedColumns = ({ dueDate, ...changes }: TodoChanges): Params =>
  columnsOf({ ...changes, due_date: dueDate });
