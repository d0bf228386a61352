import { instantText } from '../../http/answer/instant-text.js';
import type { Status, Todo } from '../todo.js';

/** A todo in an answer. Properties without a value are left out. */
export class TodoResponse {
  id!: string;
  title!: string;
  description?: string;
  status!: Status;
  due_date?: string;
  createdBy!: string;
  assignee?: string;
  created_at!: string;
  updated_at!: string;

  static from(todo: Todo): TodoResponse {
    return {
      id: todo.id,
      title: todo.title,
      description: todo.description,
      status: todo.status,
      due_date: todo.dueDate && instantText(todo.dueDate),
      createdBy: todo.createdBy,
      assignee: todo.assignee,
      created_at: instantText(todo.createdAt),
      updated_at: instantText(todo.updatedAt),
    };
  }
}
