import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Passwords } from './passwords/passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import { userAdapters } from './repositories/user.adapters.js';
import { UserLimits } from './user-limits.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [UsersService, UserLimits, Passwords, repositoryOf(UserRepository, userAdapters)],
  exports: [UsersService],
})
export class UsersModule {}
