import type { Versions } from '../../versions.js';
import type { TodoPage } from '../list/todo-list.js';
import type { AddOnce, Todo, TodoEdit, Viewer } from '../todo.js';

/**
 * Stores todos. A todo that the viewer may not see does not exist for them. That rule stands in one place of each adapter and
 * is part of every statement. Ids are in lower case. The service makes ids and times.
 */
export abstract class TodoRepository {
  /** Adds a todo. @throws Duplicate when the id is taken */
  abstract add(todo: Todo): Promise<void>;

  /**
   * Adds a todo, unless its owner has added one under this key. That holds for any number of calls at once, and for calls
   * that a crash has cut short.
   * @returns the id and the digest that are stored with the key: those of the arguments when the key is new
   */
  abstract addOnce(todo: Todo, once: AddOnce): Promise<{ id: string; digest: string }>;

  /** Whether the owner has added a todo under this key, which has not expired. */
  abstract hasKey(owner: string, key: string, now: Date): Promise<boolean>;

  /** How many todos a user owns, counted up to `atMost`. */
  abstract count(owner: string, atMost: number): Promise<number>;

  /** The todo as its latest write left it; undefined when there is none. */
  abstract find(viewer: Viewer, id: string): Promise<Todo | undefined>;

  /** The todos of one page, in the order of its list. */
  abstract page(viewer: Viewer, page: TodoPage): Promise<Todo[]>;

  /**
   * Sets the fields that the changes name, and no others, in one step. When a value changes, `version` grows by one and
   * `updatedAt` becomes `now`. Otherwise both stay.
   * @returns the todo afterwards; undefined when there is none, or when its version is not among those allowed
   */
  abstract change(viewer: Viewer, id: string, edit: TodoEdit): Promise<Todo | undefined>;

  /** Removes a todo that the viewer owns, at one of the allowed versions. @returns whether there was one */
  abstract remove(viewer: Viewer, id: string, versions?: Versions): Promise<boolean>;

  /** Removes all todos that a user owns, and removes the user from all others. A call that stopped halfway can be repeated. */
  abstract eraseUser(userId: string, now: Date): Promise<void>;
}
