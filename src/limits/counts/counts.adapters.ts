import type { Adapters } from '../../database/repository-of.js';
import type { Counts } from './counts.js';

export const countsAdapters: Adapters<Counts> = {
  sqlite: () => import('./sqlite/embedded-counts.js'),
  mongodb: () => import('./mongo/mongo-counts.js'),
};
