import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Passwords } from './passwords/passwords.js';
import { LookupLimiter } from './lookups/lookup-limiter.js';
import { UserRepository } from './repositories/user.repository.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [
    UsersService,
    Passwords,
    repositoryOf(UserRepository, {
      sqlite: () => import('./repositories/sqlite/sqlite-user.repository.js'),
      mongodb: () => import('./repositories/mongo/mongo-user.repository.js'),
    }),
    repositoryOf(LookupLimiter, {
      sqlite: () => import('./lookups/sqlite/memory-lookup-limiter.js'),
      mongodb: () => import('./lookups/mongo/mongo-lookup-limiter.js'),
    }),
  ],
  exports: [UsersService],
})
export class UsersModule {}
