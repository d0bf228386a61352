import { type CanActivate, ForbiddenException, Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';

/** Refuses every registration if `REGISTRATION=closed`, before the body is validated. */
@Injectable()
export class RegistrationGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (this.config.REGISTRATION === 'closed') throw new ForbiddenException('Registration is closed');
    return true;
  }
}
