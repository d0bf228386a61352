import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { objectId } from '../common/ids.js';
import type { Pages } from '../common/http/page.js';
import type { Caller } from '../common/security/caller.js';
import { parseDueDate } from '../common/validation/due-date.js';
import { Config } from '../config/config.js';
import type { CreateTodoDto } from './dto/create-todo.dto.js';
import { TodoRepository } from './repositories/todo.repository.js';
import type { Todo, TodoChanges, TodoQuery, Viewer } from './todo.js';

/** Rows read at a time while a whole list is sent: memory stays flat, and the event loop gets its turn in between. */
const ROWS_PER_PAGE = 500;

/** The rules of todos: what is filled in, and what each refusal says. */
@Injectable()
export class TodoService {
  constructor(
    private readonly todos: TodoRepository,
    private readonly config: Config,
  ) {}

  /** Adds a todo that belongs to the caller. */
  async add(caller: Caller, body: CreateTodoDto): Promise<Todo> {
    const now = new Date();
    const due = body.dueDate ?? body.due_date ?? undefined;
    const todo: Todo = {
      id: objectId(now.getTime()),
      owner: caller.id,
      assignee: body.assignee ?? undefined,
      createdBy: body.createdBy ?? caller.id,
      title: body.title,
      description: body.description ?? undefined,
      status: body.status ?? 'todo',
      dueDate: due === undefined ? undefined : parseDueDate(due),
      createdAt: now,
      updatedAt: now,
      version: 1,
    };
    await this.todos.add(todo);
    return todo;
  }

  /** All todos that the caller may see, oldest first, read page by page. */
  async *list(caller: Caller, filter: Pick<TodoQuery, 'assignee'>): Pages<Todo> {
    const { assignee } = filter;
    for (let after: Todo | undefined, more = true; more;) {
      const items = await this.todos.page(this.viewer(caller), { assignee, after, limit: ROWS_PER_PAGE });
      after = items.at(-1);
      more = items.length === ROWS_PER_PAGE;
      yield { items, more };
    }
  }

  /** Edits a todo that the caller may see. @throws NotFoundException */
  async change(caller: Caller, id: string, changes: TodoChanges): Promise<Todo> {
    const todo = await this.todos.change(this.viewer(caller), id, changes, new Date());
    if (!todo) throw notFound(id);
    return todo;
  }

  /** Deletes a todo of the caller's. @throws NotFoundException, or ForbiddenException when they may see but not delete it */
  async remove(caller: Caller, id: string): Promise<Pick<Todo, 'id'>> {
    const viewer = this.viewer(caller);
    if (await this.todos.remove(viewer, id)) return { id };
    if (await this.todos.find(viewer, id)) throw new ForbiddenException(`Todo ${id} can only be deleted by its owner`);
    throw notFound(id);
  }

  private viewer({ id }: Caller): Viewer {
    return { id, everyone: this.config.TODO_VISIBILITY === 'everyone' };
  }
}

const notFound = (id: string) => new NotFoundException(`Todo ${id} is not found`);
