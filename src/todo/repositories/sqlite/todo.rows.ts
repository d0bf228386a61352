import { columnsOf, type Params } from '../../../database/sqlite/edits.js';
import type { Status, Todo, TodoChanges } from '../../todo.js';

/** The columns of `todos` in the order in which they are read. */
export const COLUMNS =
  'id, owner, assignee, created_by, title, description, status, due_date, created_at, updated_at, version';

/** A row of `todos`: the values of `COLUMNS`. */
export type TodoRow = [
  id: string,
  owner: string,
  assignee: string | null,
  createdBy: string,
  title: string,
  description: string | null,
  status: Status,
  dueDate: number | null,
  createdAt: number,
  updatedAt: number,
  version: number,
];

export const toTodo = (row: TodoRow): Todo => {
  const [id, owner, assignee, createdBy, title, description, status, dueDate, createdAt, updatedAt, version] = row;
  return {
    id,
    owner,
    assignee: assignee ?? undefined,
    createdBy,
    title,
    description: description ?? undefined,
    status,
    dueDate: dueDate === null ? undefined : new Date(dueDate),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    version,
  };
};

/** The values of a new row, by column. */
export const toRow = (todo: Todo): Params => ({
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
