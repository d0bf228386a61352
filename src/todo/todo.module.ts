import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { HandOverLimit } from './hand-over-limit.js';
import { TodoRepository } from './repositories/todo.repository.js';
import { todoAdapters } from './repositories/todo.adapters.js';
import { TodoController } from './todo.controller.js';
import { TodoQuota } from './todo-quota.js';
import { TodoService } from './todo.service.js';

@Module({
  controllers: [TodoController],
  providers: [TodoService, TodoQuota, HandOverLimit, repositoryOf(TodoRepository, todoAdapters)],
})
export class TodoModule {}
