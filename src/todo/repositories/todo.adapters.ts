import type { Adapters } from '../../database/repository-of.js';
import type { TodoRepository } from './todo.repository.js';

export const todoAdapters: Adapters<TodoRepository> = {
  sqlite: () => import('./sqlite/sqlite-todo.repository.js'),
  mongodb: () => import('./mongo/mongo-todo.repository.js'),
};
