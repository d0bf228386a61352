import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { TodoRepository } from './repositories/todo.repository.js';
import { TodoController } from './todo.controller.js';
import { TodoService } from './todo.service.js';

@Module({
  controllers: [TodoController],
  providers: [
    TodoService,
    repositoryOf(TodoRepository, {
      sqlite: () => import('./repositories/sqlite/sqlite-todo.repository.js'),
      mongodb: () => import('./repositories/mongo/mongo-todo.repository.js'),
    }),
  ],
  exports: [TodoService],
})
export class TodoModule {}
