// Nest as a team builds it from the documentation: nestjs-pino, passport-jwt, ValidationPipe, class-transformer, helmet, and a
// repository of its own on node:sqlite.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import * as nest from '@nestjs/common';
import {
  Body,
  Controller,
  Get,
  Headers,
  Injectable,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, NestFactory, Reflector } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import bcrypt from 'bcrypt';
import * as is from 'class-validator';
import type { Request, Response } from 'express';
import helmet from 'helmet';
import { Logger, LoggerModule } from 'nestjs-pino';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { destination } from 'pino';
import { map, type Observable } from 'rxjs';
import {
  CreateTodoDto,
  ListQueryDto,
  Repository,
  StatusParams,
  TodoParams,
  TodoService,
  UpdateTodoDto,
} from './nest-todos.js';
import { announce, linkTo } from './todo.js';

const SECRET = process.env.JWT_SECRET ?? '';
const SESSION_SECONDS = 12 * 60 * 60;

class SignInDto {
  @is.IsString() email!: string;
  @is.IsString() password!: string;
}

// Signing in.
interface User {
  id: string;
  email: string;
}

const unauthorized = (message: string, reason?: string) => {
  const more = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return Object.assign(new nest.UnauthorizedException(message), { challenge: `Bearer realm="todo"${more}` });
};

@Injectable()
class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly repository: Repository) {
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: SECRET, algorithms: ['HS256'] });
  }

  async validate({ id, email, jti }: User & { jti: string }): Promise<User> {
    const session = await this.repository.get('SELECT 1 FROM sessions WHERE id = :jti AND user = :id', { jti, id });
    if (!session) throw unauthorized('The access token is revoked', 'revoked');
    return { id, email };
  }
}

@Injectable()
class JwtAuthGuard extends AuthGuard('jwt') {
  override handleRequest<T>(error: unknown, user: T | false, info: Error | undefined): T {
    if (error) throw error as Error;
    if (user) return user;
    throw info?.message === 'No auth token'
      ? unauthorized('An access token is needed')
      : unauthorized('The access token is invalid', 'invalid');
  }
}

const CurrentUser = nest.createParamDecorator(
  (_: unknown, context: nest.ExecutionContext) => context.switchToHttp().getRequest<Request>().user,
);

// Controllers: the interceptor adds the rest of the envelope to `message` and `data`.
@Controller('todo')
@UseGuards(JwtAuthGuard)
class TodoController {
  constructor(private readonly todos: TodoService) {}

  @Get()
  async list(
    @CurrentUser() user: User,
    @Query() query: ListQueryDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { todos, next } = await this.todos.list(user.id, query);
    if (next !== undefined) response.setHeader('Link', linkTo(request.originalUrl, next));
    return { message: 'Todos is successfully retrieved', data: todos };
  }

  @Get(':id')
  async find(@CurrentUser() user: User, @Param() { id }: TodoParams, @Res({ passthrough: true }) response: Response) {
    const todo = await this.todos.find(user.id, id);
    response.setHeader('ETag', `"${todo.version}"`);
    return { message: `Todo ${id} is successfully retrieved`, data: todo };
  }

  @Post()
  async add(
    @CurrentUser() user: User,
    @Body() body: CreateTodoDto,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const id = await this.todos.add(user.id, body, key);
    response.setHeader('Location', `/api/todo/${id}`).setHeader('ETag', '"1"');
    return { message: `Todo ${id} is successfully added`, data: null };
  }

  @Patch(':id/:status')
  async setStatus(
    @CurrentUser() user: User,
    @Param() { id, status }: StatusParams,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('ETag', `"${await this.todos.change(user.id, id, { status })}"`);
    return { message: `Todo ${id} is successfully edited`, data: null };
  }

  @Patch(':id')
  async edit(
    @CurrentUser() user: User,
    @Param() { id }: TodoParams,
    @Body() body: UpdateTodoDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('ETag', `"${await this.todos.change(user.id, id, body)}"`);
    return { message: `Todo ${id} is successfully edited`, data: null };
  }
}

@Controller()
class AuthController {
  constructor(
    private readonly repository: Repository,
    private readonly jwt: JwtService,
  ) {}

  @Post('login')
  @nest.HttpCode(200)
  @nest.Header('Cache-Control', 'no-store')
  async signIn(@Body() { email, password }: SignInDto) {
    const sql = 'SELECT id, email_typed AS email, password_hash AS hash FROM users WHERE email_key = :email';
    const account = (await this.repository.get(sql, { email: email.toLowerCase() })) as
      (User & { hash: string }) | undefined;
    if (!account || !(await bcrypt.compare(password, account.hash)))
      throw new nest.BadRequestException('email or password is wrong');
    const jti = randomUUID();
    const token = await this.jwt.signAsync({ id: account.id, name: account.email, email: account.email, jti });
    const expires = Date.now() + SESSION_SECONDS * 1000;
    await this.repository.insert('sessions', { id: jti, user: account.id, expires_at: expires });
    return { message: `${account.email} is successfully signed in`, data: token };
  }
}

// What every answer passes.
@Injectable()
class EnvelopeInterceptor implements nest.NestInterceptor {
  intercept(context: nest.ExecutionContext, next: nest.CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(map(({ message, data }) => ({ statusCode: response.statusCode, message, data, error: null })));
  }
}

@nest.Catch()
class ErrorFilter implements nest.ExceptionFilter {
  catch(error: Error & { challenge?: string }, host: nest.ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const status = error instanceof nest.HttpException ? error.getStatus() : 500;
    if (status >= 500) request.log.error(error);
    if (error.challenge !== undefined) response.setHeader('WWW-Authenticate', error.challenge);
    const body = error instanceof nest.HttpException ? error.getResponse() : error.message;
    const text = typeof body === 'string' ? body : (body as { message: string | string[] }).message;
    const name = status === 400 ? 'The request body is not correct.' : STATUS_CODES[status];
    const message = Array.isArray(text) ? text.join('; ') : text.split('?', 1)[0];
    response.status(status).json({ statusCode: status, message, data: null, error: name });
  }
}

@nest.Module({
  imports: [
    LoggerModule.forRoot({
      pinoHttp: [
        {
          genReqId: (request, response) => {
            const requestId = request.headers['x-request-id'] ?? randomUUID();
            response.setHeader('X-Request-Id', requestId);
            return requestId;
          },
        },
        destination({ dest: 1, sync: false, minLength: 4096 }),
      ],
    }),
    PassportModule,
    JwtModule.register({ secret: SECRET, signOptions: { expiresIn: SESSION_SECONDS } }),
  ],
  controllers: [TodoController, AuthController],
  providers: [
    Repository,
    TodoService,
    JwtStrategy,
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    {
      provide: APP_INTERCEPTOR,
      useFactory: (reflector: Reflector) => new nest.ClassSerializerInterceptor(reflector),
      inject: [Reflector],
    },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { bufferLogs: true });
app.useLogger(app.get(Logger));
app.setGlobalPrefix('api');
app.use(helmet());
app.use('/api', (_request: Request, response: Response, next: () => void) => {
  response.setHeader('Cache-Control', 'private, no-cache');
  next();
});
app.useGlobalPipes(new nest.ValidationPipe({ whitelist: true, transform: true }));
await app.listen(0, '127.0.0.1');
announce(Number(new URL(await app.getUrl()).port));
