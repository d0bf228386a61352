import type { Adapters } from '../../database/repository-of.js';
import type { KnownAddressRepository } from './known-address.repository.js';

export const knownAddressAdapters: Adapters<KnownAddressRepository> = {
  sqlite: () => import('./sqlite/sqlite-known-address.repository.js'),
  mongodb: () => import('./mongo/mongo-known-address.repository.js'),
};
