import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Answers } from '../http/answer/answers.js';
import { AcceptsMergePatch } from '../http/request/body.guard.js';
import { etagOf } from '../http/answer/conditional.js';
import { IdempotencyKey } from '../http/request/idempotency-key.js';
import { Preconditions } from '../http/request/preconditions.js';
import type { Versions } from '../versions.js';
import { type Caller, SignedIn } from '../http/request/caller.js';
import { IdPipe } from '../http/request/id.pipe.js';
import { CreateTodoDto } from './dto/create-todo.dto.js';
import { ListTodosDto } from './dto/list-todos.dto.js';
import { SetStatusDto } from './dto/set-status.dto.js';
import { TodoResponse } from './dto/todo.response.js';
import { UpdateTodoDto } from './dto/update-todo.dto.js';
import type { Todo } from './todo.js';
import { TodoService } from './todo.service.js';

const etag = ({ version }: Todo) => etagOf(version);
const location = ({ id }: Todo) => `todo/${id}`;
const edited = ({ id }: Todo) => `Todo ${id} is successfully edited`;

@Controller('todo')
export class TodoController {
  constructor(private readonly todos: TodoService) {}

  @Get()
  @Answers(200, 'Todos is successfully retrieved', { pages: TodoResponse })
  list(@SignedIn() caller: Caller, @Query() query: ListTodosDto) {
    return this.todos.list(caller, query);
  }

  @Post()
  @Answers(201, ({ id }: Todo) => `Todo ${id} is successfully added`, { location, etag })
  add(@SignedIn() caller: Caller, @Body() body: CreateTodoDto, @IdempotencyKey() key?: string) {
    return this.todos.add(caller, body, key);
  }

  @Get(':todoId')
  @Answers(200, ({ id }: Todo) => `Todo ${id} is successfully retrieved`, { data: TodoResponse, etag })
  find(@SignedIn() caller: Caller, @Param('todoId', IdPipe) id: string) {
    return this.todos.find(caller, id);
  }

  @Patch(':todoId')
  @AcceptsMergePatch()
  @Answers(200, edited, { etag })
  edit(
    @SignedIn() caller: Caller,
    @Param('todoId', IdPipe) id: string,
    @Body() body: UpdateTodoDto,
    @Preconditions() versions: Versions,
  ) {
    return this.todos.edit(caller, id, body, versions);
  }

  @Patch(':todo_id/:status')
  @Answers(200, edited, { etag })
  setStatus(
    @SignedIn() caller: Caller,
    @Param() { todo_id, status }: SetStatusDto,
    @Preconditions() versions: Versions,
  ) {
    return this.todos.change(caller, todo_id, { status }, versions);
  }

  @Delete(':todoId')
  @Answers(200, ({ id }: Pick<Todo, 'id'>) => `Todo ${id} is successfully deleted`)
  remove(@SignedIn() caller: Caller, @Param('todoId', IdPipe) id: string, @Preconditions() versions: Versions) {
    return this.todos.remove(caller, id, versions);
  }
}
