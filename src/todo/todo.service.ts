import { ForbiddenException, Injectable, NotFoundException, UnprocessableEntityException } from '@nestjs/common';
import { objectId } from '../database/ids.js';
import type { Pages } from '../http/answer/pages.js';
import type { Caller } from '../http/request/caller.js';
import { WriteLimit } from '../limits/write-limit.js';
import { AllChildren } from '../resources/children.js';
import { readPages } from '../resources/pages.js';
import { isRepeated, unmet } from '../resources/preconditions.js';
import { HoldsUserData, type UserData } from '../user-data.js';
import type { Versions } from '../versions.js';
import { instantOf } from '../validation/due-date.js';
import { Config } from '../config/config.js';
import { digestOf } from './digest.js';
import type { CreateTodoDto } from './dto/create-todo.dto.js';
import type { ListTodosDto } from './dto/list-todos.dto.js';
import type { UpdateTodoDto } from './dto/update-todo.dto.js';
import { listOf } from './list/query.js';
import { listKey, positionOf } from './list/todo-list.js';
import { HandOverLimit } from './hand-over-limit.js';
import { TodoRepository } from './repositories/todo.repository.js';
import { TodoQuota } from './todo-quota.js';
import type { Todo, TodoChanges, Viewer } from './todo.js';

/** How long an idempotency key is remembered. */
const KEY_KEPT_MS = 24 * 60 * 60 * 1000;

/** The rules of todos: defaults, rights, and the words of each refusal. */
@Injectable()
@HoldsUserData()
export class TodoService implements UserData {
  constructor(
    private readonly todos: TodoRepository,
    private readonly quota: TodoQuota,
    private readonly writes: WriteLimit,
    private readonly handOvers: HandOverLimit,
    private readonly children: AllChildren,
    private readonly config: Config,
  ) {}

  /**
   * Adds a todo that the caller owns. With a key, a request that is repeated adds it once.
   * @throws UnprocessableEntityException when the key was used for another todo; ForbiddenException when the caller has as
   * many todos as one user may; TooManyRequests
   */
  async add(caller: Caller, body: CreateTodoDto, key?: string): Promise<Todo> {
    await this.writes.take(caller);
    const todo = newTodo(caller, body);
    const add = async () => {
      const added = await this.store(todo, key);
      return { result: added, handedOver: added.id === todo.id };
    };
    return isOther(caller, todo.assignee)
      ? this.handOvers.run({ from: caller.id, to: todo.assignee }, add)
      : (await add()).result;
  }

  /** The todos that the caller may see and asks for: the whole list, or one page of it. */
  list(caller: Caller, query: ListTodosDto): Pages<Todo> {
    const viewer = this.viewer(caller);
    const list = listOf(query);
    return readPages(
      {
        key: listKey(viewer, list),
        read: (part) => this.todos.page(viewer, { ...list, ...part }),
        positionOf: (todo) => positionOf(todo, list.order),
        bytesOf: ({ title, description = '' }) => Buffer.byteLength(title) + Buffer.byteLength(description),
      },
      query,
    );
  }

  /** A todo that the caller may see. @throws NotFoundException */
  async find(caller: Caller, id: string): Promise<Todo> {
    const todo = await this.todos.find(this.viewer(caller), id);
    if (!todo) throw notFound(id);
    return todo;
  }

  /** Edits a todo by a merge patch. @throws NotFoundException, PreconditionFailed */
  edit(caller: Caller, id: string, { due_date, dueDate = due_date, ...patch }: UpdateTodoDto, versions: Versions) {
    return this.change(caller, id, { ...patch, dueDate: instantOf(dueDate) }, versions);
  }

  /**
   * Changes a todo that the caller may see. A repeated edit, whose first answer was lost, succeeds again.
   * @throws NotFoundException; PreconditionFailed when its version is not among those allowed; TooManyRequests
   */
  async change(caller: Caller, id: string, changes: TodoChanges, versions: Versions): Promise<Todo> {
    await this.writes.take(caller);
    const { assignee } = changes;
    if (!isOther(caller, assignee)) return this.storeEdit(caller, id, changes, versions);
    const before = await this.todos.find(this.viewer(caller), id);
    if (before?.assignee === assignee) return this.storeEdit(caller, id, changes, versions);
    return this.handOvers.run({ from: caller.id, to: assignee }, async () => ({
      result: await this.storeEdit(caller, id, changes, versions),
      handedOver: true,
    }));
  }
  /**
   * Deletes a todo that the caller owns.
   * @throws NotFoundException, ForbiddenException when the caller may see but not delete it, or PreconditionFailed
   */
  async remove(caller: Caller, id: string, versions: Versions): Promise<Pick<Todo, 'id'>> {
    await this.writes.take(caller);
    const viewer = this.viewer(caller);
    if (await this.todos.remove(viewer, id, versions)) {
      // Where everyone may delete every todo, its owner may be another user, who gets the room at the next count.
      if (!viewer.everyone) this.quota.giveBack(caller.id);
      await this.children.remove(TodoService, id);
      return { id };
    }
    const todo = await this.find(caller, id);
    if (viewer.everyone || todo.owner === viewer.id) throw unmet('Todo', todo, versions);
    throw new ForbiddenException(`Todo ${id} can only be deleted by its owner`);
  }

  /** Removes the todos that a user owns, and removes the user from those that they are assigned to. */
  eraseUser(userId: string): Promise<void> {
    return this.todos.eraseUser(userId, new Date());
  }

  /** Adds a todo, or finds the one that was added under the key. */
  private async store(todo: Todo, key: string | undefined): Promise<Todo> {
    const isTaken = await this.quota.take(todo.owner, key);
    let isAdded = false;
    try {
      const id = key === undefined ? await this.addNow(todo) : await this.addOnce(todo, key);
      isAdded = id === todo.id;
      return { ...todo, id };
    } finally {
      if (isTaken && !isAdded) this.quota.giveBack(todo.owner);
    }
  }

  private async addNow(todo: Todo): Promise<string> {
    await this.todos.add(todo);
    return todo.id;
  }

  private async addOnce(todo: Todo, key: string): Promise<string> {
    const once = { key, digest: digestOf(todo), expiresAt: new Date(todo.createdAt.getTime() + KEY_KEPT_MS) };
    const { id, digest } = await this.todos.addOnce(todo, once);
    if (digest === once.digest) return id;
    throw new UnprocessableEntityException('Idempotency-Key has been used for another todo');
  }

  private async storeEdit(caller: Caller, id: string, changes: TodoChanges, versions: Versions): Promise<Todo> {
    const edited = await this.todos.change(this.viewer(caller), id, { changes, versions, now: new Date() });
    if (edited) return edited;
    if (!versions.only && !versions.except) throw notFound(id);
    const todo = await this.find(caller, id);
    if (isRepeated(todo, changes, versions)) return todo;
    throw unmet('Todo', todo, versions);
  }

  private viewer({ id }: Caller): Viewer {
    return { id, everyone: this.config.TODO_VISIBILITY === 'everyone' };
  }
}

const isOther = (caller: Caller, assignee: string | null | undefined): assignee is string =>
  typeof assignee === 'string' && assignee !== caller.id;

/** A todo with what the client sent, and with defaults for what it did not. */
function newTodo(caller: Caller, { dueDate, due_date, ...body }: CreateTodoDto): Todo {
  const now = new Date();
  return {
    createdBy: caller.id,
    status: 'todo',
    ...withoutNulls(body),
    id: objectId(now.getTime()),
    owner: caller.id,
    dueDate: instantOf(dueDate ?? due_date) ?? undefined,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** The properties of a body that have a value: null counts as absent. */
const withoutNulls = <T extends object>(body: T) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => (value ?? null) !== null)) as {
    [Name in keyof T]: Exclude<T[Name], null>;
  };

const notFound = (id: string) => new NotFoundException(`Todo ${id} is not found`);
