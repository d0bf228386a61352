import type { TodoPage } from '../list/todo-list.js';
import type { AddOnce, Todo, TodoEdit, Viewer } from '../todo.js';

/**
 * Stores todos. A todo that its viewer may not see does not exist for them; who sees what stands in one place of each
 * adapter and is part of every statement. Ids are in lower case; ids and times are made by the caller.
 */
export abstract class TodoRepository {
  /** Adds a todo. @throws Duplicate when the id is taken */
  abstract add(todo: Todo): Promise<void>;

  /**
   * Adds a todo unless its owner has added one under this key, however many ask at once and wherever one of them stopped.
   * @returns the id, and the digest, of what the key stands for: those of the arguments when it is the first
   */
  abstract addOnce(todo: Todo, once: AddOnce): Promise<{ id: string; digest: string }>;

  /** The todo, as its latest write left it; undefined when there is none. */
  abstract find(viewer: Viewer, id: string): Promise<Todo | undefined>;

  /** The first `limit` todos of a list in its order. */
  abstract page(viewer: Viewer, page: TodoPage): Promise<Todo[]>;

  /**
   * Sets what the changes name, and nothing else, in one step. When that changes a value, `version` grows by one and
   * `updatedAt` becomes `now`; otherwise both stay.
   * @returns the todo after it; undefined when there is none, or none at one of the versions
   */
  abstract change(viewer: Viewer, id: string, edit: TodoEdit): Promise<Todo | undefined>;

  /** Removes a todo that the viewer owns, where it is at one of the versions. @returns whether there was one */
  abstract remove(viewer: Viewer, id: string, versions?: readonly number[]): Promise<boolean>;

  /** Removes all todos that a user owns, and takes the user off all others; what was begun can be done again. */
  abstract eraseUser(userId: string, now: Date): Promise<void>;
}
