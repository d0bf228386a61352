import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Passwords } from './passwords/passwords.js';
import { LookupLimiter } from './lookups/lookup-limiter.js';
import { lookupLimiterAdapters } from './lookups/lookup-limiter.adapters.js';
import { UserRepository } from './repositories/user.repository.js';
import { userAdapters } from './repositories/user.adapters.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [
    UsersService,
    Passwords,
    repositoryOf(UserRepository, userAdapters),
    repositoryOf(LookupLimiter, lookupLimiterAdapters),
  ],
  exports: [UsersService],
})
export class UsersModule {}
