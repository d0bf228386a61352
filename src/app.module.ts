import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccountModule } from './account/account.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BearerGuard } from './auth/guards/bearer.guard.js';
import { BodyGuard } from './http/request/body.guard.js';
import { AnswerMemory } from './http/answer/answer-memory.js';
import { EnvelopeInterceptor } from './http/answer/envelope.interceptor.js';
import { PartTurns } from './http/answer/part-turns.js';
import { StreamTurns } from './http/answer/stream-turns.js';
import { ErrorsFilter } from './http/answer/errors.filter.js';
import { TrafficModule } from './http/middleware/traffic.module.js';
import { ValidationPipe } from './validation/validation.pipe.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DocsModule } from './docs/docs.module.js';
import { HealthModule } from './health/health.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { TodoModule } from './todo/todo.module.js';
import { UsersModule } from './users/users.module.js';

/** The guards run in this order: an unreadable body is reported before a missing token. */
@Module({
  imports: [
    ConfigModule,
    TrafficModule,
    DatabaseModule,
    LimitsModule,
    // Before UsersModule, whose `/users/:id` would match `/users/me` as well.
    AccountModule,
    UsersModule,
    AuthModule,
    AdminModule,
    TodoModule,
    HealthModule,
    DocsModule,
  ],
  providers: [
    AnswerMemory,
    StreamTurns,
    PartTurns,
    { provide: APP_GUARD, useClass: BodyGuard },
    { provide: APP_GUARD, useClass: BearerGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    { provide: APP_FILTER, useClass: ErrorsFilter },
  ],
})
export class AppModule {}
