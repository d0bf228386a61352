import { Body, Controller, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Answers } from '../http/answer/answers.js';
import { type Client, SentBy } from '../http/request/client.js';
import { Public } from '../http/request/public.js';
import { AuthService } from './auth.service.js';
import { SignInResponse, SignOutResponse } from './dto/auth.response.js';
import { SignInDto } from './dto/sign-in.dto.js';
import { SignOutDto } from './dto/sign-out.dto.js';
import { bearerToken } from './tokens/bearer-token.js';

interface SignedOut {
  email: string;
}

@Public()
@Controller()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('login')
  @Answers(200, ({ email }: SignedOut & { token: string }) => `${email} is successfully signed in`, {
    data: SignInResponse,
  })
  signIn(@Body() body: SignInDto, @SentBy() client: Client) {
    return this.auth.signIn(body, client);
  }

  @Post('logout')
  @Answers(200, ({ email }: SignedOut) => `User ${email} token is successfully invalidated`, { data: SignOutResponse })
  signOut(@Body() body: SignOutDto, @Req() request: Request, @SentBy() client: Client) {
    return this.auth.signOut(body.token ?? bearerToken(request), client);
  }
}
