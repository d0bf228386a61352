import { Module } from '@nestjs/common';
import { repositoryOf } from '../database/repository-of.js';
import { Passwords } from './passwords/passwords.js';
import { UserRepository } from './repositories/user.repository.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [
    UsersService,
    Passwords,
    repositoryOf(UserRepository, { sqlite: () => import('./repositories/sqlite-user.repository.js') }),
  ],
  exports: [UsersService],
})
export class UsersModule {}
