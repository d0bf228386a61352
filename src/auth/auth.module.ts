import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { noStore } from '../http/middleware/no-store.js';
import { repositoryOf } from '../database/repository-of.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { PasswordTries } from './password-tries.js';
import { knownAddressAdapters } from './repositories/known-address.adapters.js';
import { KnownAddressRepository } from './repositories/known-address.repository.js';
import { SessionRepository } from './repositories/session.repository.js';
import { sessionAdapters } from './repositories/session.adapters.js';
import { JwtStrategy } from './tokens/jwt.strategy.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { Tokens } from './tokens/tokens.js';

@Module({
  imports: [UsersModule, PassportModule],
  controllers: [AuthController],
  providers: [
    AuthService,
    PasswordTries,
    Tokens,
    SigningKeys,
    JwtStrategy,
    repositoryOf(SessionRepository, sessionAdapters),
    repositoryOf(KnownAddressRepository, knownAddressAdapters),
  ],
  exports: [AuthService, PasswordTries, SessionRepository],
})
export class AuthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(noStore).forRoutes({ path: 'login', method: RequestMethod.POST });
  }
}
