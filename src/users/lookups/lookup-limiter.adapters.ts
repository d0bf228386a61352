import type { Adapters } from '../../database/repository-of.js';
import type { LookupLimiter } from './lookup-limiter.js';

export const lookupLimiterAdapters: Adapters<LookupLimiter> = {
  sqlite: () => import('./sqlite/memory-lookup-limiter.js'),
  mongodb: () => import('./mongo/mongo-lookup-limiter.js'),
};
