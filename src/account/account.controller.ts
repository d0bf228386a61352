import { Body, Controller, Delete, Patch } from '@nestjs/common';
import { Answers } from '../common/http/answers.js';
import { type Caller, SignedIn } from '../common/security/caller.js';
import { UserResponse } from '../users/dto/user.response.js';
import type { User } from '../users/user.js';
import { AccountService } from './account.service.js';
import { DeleteAccountDto } from './dto/delete-account.dto.js';
import { UpdateAccountDto } from './dto/update-account.dto.js';

@Controller('users/me')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Patch()
  @Answers(200, ({ email }: User) => `User ${email} is successfully edited`, UserResponse)
  edit(@SignedIn() caller: Caller, @Body() body: UpdateAccountDto) {
    return this.account.edit(caller, body);
  }

  @Delete()
  @Answers(200, ({ email }: User) => `User ${email} is successfully deleted`)
  remove(@SignedIn() caller: Caller, @Body() { currentPassword }: DeleteAccountDto) {
    return this.account.remove(caller, currentPassword);
  }
}
