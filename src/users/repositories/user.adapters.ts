import type { Adapters } from '../../database/repository-of.js';
import type { UserRepository } from './user.repository.js';

export const userAdapters: Adapters<UserRepository> = {
  sqlite: () => import('./sqlite/sqlite-user.repository.js'),
  mongodb: () => import('./mongo/mongo-user.repository.js'),
};
