import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Answers } from '../http/answer/answers.js';
import { type Caller, SignedIn } from '../http/request/caller.js';
import { type Client, SentBy } from '../http/request/client.js';
import { Public } from '../http/request/public.js';
import { IdPipe } from '../http/request/id.pipe.js';
import { FindUsersDto } from './dto/find-users.dto.js';
import { SignUpDto } from './dto/sign-up.dto.js';
import { PublicUserResponse, UsersResponse } from './dto/user.response.js';
import { RegistrationGuard } from './guards/registration.guard.js';
import type { User } from './user.js';
import { UsersService } from './users.service.js';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Public()
  @Post('register')
  @UseGuards(RegistrationGuard)
  @Answers(201, ({ email }: User) => `User ${email} is succesfully registered`)
  register(@Body() body: SignUpDto, @SentBy() client: Client) {
    return this.users.register(body, client);
  }

  @Get('users')
  @Answers(200, 'Users is successfully retrieved', { data: UsersResponse })
  lookUp(@SignedIn() caller: Caller, @Query() { email }: FindUsersDto, @SentBy() client: Client) {
    return this.users.lookUp(caller, email, client);
  }

  @Get('users/:id')
  @Answers(200, ({ id }: User) => `User ${id} is successfully retrieved`, { data: PublicUserResponse })
  find(@Param('id', IdPipe) id: string) {
    return this.users.find(id);
  }
}
