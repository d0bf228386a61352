import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { ResourcesModule } from '../resources/resources.module.js';
import { HandOverLimit } from './hand-over-limit.js';
import { TodoRepository } from './repositories/todo.repository.js';
import { todoAdapters } from './repositories/todo.adapters.js';
import { TodoController } from './todo.controller.js';
import { TodoQuota } from './todo-quota.js';
import { TodoService } from './todo.service.js';

@Module({
  imports: [ResourcesModule],
  controllers: [TodoController],
  providers: [TodoService, TodoQuota, HandOverLimit, repositoryOf(TodoRepository, todoAdapters)],
  exports: [TodoService],
})
export class TodoModule {}
