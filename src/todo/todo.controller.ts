import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Answers } from '../common/http/answers.js';
import { type Caller, SignedIn } from '../common/security/caller.js';
import { MongoIdPipe } from '../common/validation/mongo-id.js';
import { CreateTodoDto } from './dto/create-todo.dto.js';
import { ListTodosDto } from './dto/list-todos.dto.js';
import { SetStatusDto } from './dto/set-status.dto.js';
import { TodoResponse } from './dto/todo.response.js';
import type { Todo } from './todo.js';
import { TodoService } from './todo.service.js';

@Controller('todo')
export class TodoController {
  constructor(private readonly todos: TodoService) {}

  @Get()
  @Answers(200, 'Todos is successfully retrieved', [TodoResponse])
  list(@SignedIn() caller: Caller, @Query() query: ListTodosDto) {
    return this.todos.list(caller, query);
  }

  @Post()
  @Answers(201, ({ id }: Todo) => `Todo ${id} is successfully added`, undefined, { location: ({ id }) => `todo/${id}` })
  add(@SignedIn() caller: Caller, @Body() body: CreateTodoDto) {
    return this.todos.add(caller, body);
  }

  @Patch(':todo_id/:status')
  @Answers(200, ({ id }: Todo) => `Todo ${id} is successfully edited`)
  setStatus(@SignedIn() caller: Caller, @Param() { todo_id, status }: SetStatusDto) {
    return this.todos.change(caller, todo_id, { status });
  }

  @Delete(':todoId')
  @Answers(200, ({ id }: Pick<Todo, 'id'>) => `Todo ${id} is successfully deleted`)
  remove(@SignedIn() caller: Caller, @Param('todoId', MongoIdPipe) id: string) {
    return this.todos.remove(caller, id);
  }
}
