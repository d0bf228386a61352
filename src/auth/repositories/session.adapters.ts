import type { Adapters } from '../../database/repository-of.js';
import type { SessionRepository } from './session.repository.js';

export const sessionAdapters: Adapters<SessionRepository> = {
  sqlite: () => import('./sqlite/sqlite-session.repository.js'),
  mongodb: () => import('./mongo/mongo-session.repository.js'),
};
