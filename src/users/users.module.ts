import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Passwords } from './passwords/passwords.js';
import { LookupLimitRepository } from './repositories/lookup-limit.repository.js';
import { UserRepository } from './repositories/user.repository.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [
    UsersService,
    Passwords,
    repositoryOf(UserRepository, {
      sqlite: () => import('./repositories/sqlite-user.repository.js'),
      mongodb: () => import('./repositories/mongo-user.repository.js'),
    }),
    repositoryOf(LookupLimitRepository, {
      sqlite: () => import('./repositories/sqlite-lookup-limit.repository.js'),
      mongodb: () => import('./repositories/mongo-lookup-limit.repository.js'),
    }),
  ],
  exports: [UsersService],
})
export class UsersModule {}
