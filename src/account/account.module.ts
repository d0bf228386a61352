import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { AllUserData } from './all-user-data.js';

/** An account is a user with their sessions, and with what each feature holds of them. */
@Module({
  imports: [DiscoveryModule, UsersModule, AuthModule],
  controllers: [AccountController],
  providers: [AccountService, AllUserData],
  exports: [AccountService],
})
export class AccountModule {}
