import type { Status, Todo } from '../todo.js';

/** A todo in an answer; what has no value is left out. */
export class TodoResponse {
  id!: string;
  title!: string;
  description?: string;
  status!: Status;
  due_date?: Date;
  createdBy!: string;
  assignee?: string;
  created_at!: Date;
  updated_at!: Date;

  static from(todo: Todo): TodoResponse {
    return {
      id: todo.id,
      title: todo.title,
      description: todo.description,
      status: todo.status,
      due_date: todo.dueDate,
      createdBy: todo.createdBy,
      assignee: todo.assignee,
      created_at: todo.createdAt,
      updated_at: todo.updatedAt,
    };
  }
}
