import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { TodoModule } from '../todo/todo.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';

/** The one module that uses all features, since an account has data in each of them. */
@Module({
  imports: [UsersModule, AuthModule, TodoModule],
  controllers: [AccountController],
  providers: [AccountService],
})
export class AccountModule {}
