import type { Todo, TodoChanges, TodoQuery, Viewer } from '../todo.js';

/**
 * Stores todos. A todo that its viewer may not see does not exist for them; who sees what stands in one place of each
 * adapter and is part of every statement. Ids are in lower case; ids and times are made by the caller.
 */
export abstract class TodoRepository {
  /** Adds a todo. @throws Duplicate when the id is taken */
  abstract add(todo: Todo): Promise<void>;

  /** The todo, as its latest write left it; undefined when there is none. */
  abstract find(viewer: Viewer, id: string): Promise<Todo | undefined>;

  /** The first `limit` todos of a list, oldest first, those of the same millisecond by id. */
  abstract page(viewer: Viewer, query: TodoQuery): Promise<Todo[]>;

  /**
   * Sets what the changes name, and nothing else. When that changes a value, `version` grows by one and `updatedAt` becomes
   * `now`; otherwise both stay.
   * @returns the todo after it; undefined when there is none
   */
  abstract change(viewer: Viewer, id: string, changes: TodoChanges, now: Date): Promise<Todo | undefined>;

  /** Removes a todo that the viewer owns. @returns whether there was one */
  abstract remove(viewer: Viewer, id: string): Promise<boolean>;
}
