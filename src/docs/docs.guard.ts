import { type CanActivate, type ExecutionContext, Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { Config } from '../config/config.js';

/** What an unknown route is answered. */
export const unknownRoute = ({ method, originalUrl }: Request): NotFoundException =>
  new NotFoundException(`Cannot ${method} ${originalUrl}`);

/** With `DOCS_ENABLED=false` there are no such routes. */
@Injectable()
export class DocsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.config.DOCS_ENABLED) throw unknownRoute(context.switchToHttp().getRequest());
    return true;
  }
}
