import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { Answers } from '../http/answer/answers.js';
import { type Caller, SignedIn } from '../http/request/caller.js';
import { type Client, SentBy } from '../http/request/client.js';
import { UserResponse } from '../users/dto/user.response.js';
import type { User } from '../users/user.js';
import { AccountService } from './account.service.js';
import { DeleteAccountDto } from './dto/delete-account.dto.js';
import { UpdateAccountDto } from './dto/update-account.dto.js';

const deleted = ({ email }: User) => `User ${email} is successfully deleted`;

/** Everything under `/users/me`. */
@Controller('users/me')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Get()
  @Answers(200, ({ email }: User) => `User ${email} is successfully retrieved`, { data: UserResponse })
  find(@SignedIn() caller: Caller) {
    return this.account.find(caller);
  }

  @Patch()
  @Answers(200, ({ email }: User) => `User ${email} is successfully edited`, { data: UserResponse })
  edit(@SignedIn() caller: Caller, @Body() body: UpdateAccountDto, @SentBy() client: Client) {
    return this.account.edit(caller, body, client);
  }

  @Delete()
  @Answers(200, deleted)
  remove(@SignedIn() caller: Caller, @Body() { currentPassword }: DeleteAccountDto, @SentBy() client: Client) {
    return this.account.remove(caller, currentPassword, client);
  }

  /** Does the same as the `DELETE`, whose body some clients and load balancers drop (RFC 9110, 9.3.5). */
  @Post('erase')
  @Answers(200, deleted)
  erase(@SignedIn() caller: Caller, @Body() { currentPassword }: DeleteAccountDto, @SentBy() client: Client) {
    return this.account.remove(caller, currentPassword, client);
  }
}
