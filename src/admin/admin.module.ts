import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { UsersModule } from '../users/users.module.js';
import { AdminService } from './admin.service.js';
import { AdminSocket } from './socket/admin.socket.js';

/** The commands of operators. They have no route: a server takes them through a socket in its data folder. */
@Module({
  imports: [UsersModule, AuthModule, AccountModule],
  providers: [AdminService, AdminSocket],
})
export class AdminModule {}
