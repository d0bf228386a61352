import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { unknownRoute } from '../http/answer/errors.filter.js';
import { Config } from '../config/config.js';

/** With `DOCS_ENABLED=false`, the routes of the documentation answer like unknown routes. */
@Injectable()
export class DocsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.config.DOCS_ENABLED) throw unknownRoute(context.switchToHttp().getRequest());
    return true;
  }
}
