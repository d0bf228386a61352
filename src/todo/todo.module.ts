import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { TodoRepository } from './repositories/todo.repository.js';
import { todoAdapters } from './repositories/todo.adapters.js';
import { TodoController } from './todo.controller.js';
import { TodoService } from './todo.service.js';

@Module({
  controllers: [TodoController],
  providers: [TodoService, repositoryOf(TodoRepository, todoAdapters)],
  exports: [TodoService],
})
export class TodoModule {}
