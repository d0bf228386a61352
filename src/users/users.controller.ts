import { Body, Controller, Post, UseGuards } from '@nestjs/common';
import { Answers } from '../common/http/answers.js';
import { Public } from '../common/security/public.js';
import { SignUpDto } from './dto/sign-up.dto.js';
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
  register(@Body() body: SignUpDto) {
    return this.users.register(body);
  }
}
