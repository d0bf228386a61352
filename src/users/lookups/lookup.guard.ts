import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { callerOf } from '../../http/request/caller.js';
import { TooManyRequests } from '../../http/answer/refusals.js';
import { Config } from '../../config/config.js';
import { LookupLimiter } from './lookup-limiter.js';

/** Limits the look-ups of each caller, so that guessing emails finds few users. */
@Injectable()
export class LookupGuard implements CanActivate {
  constructor(
    private readonly limits: LookupLimiter,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const caller = callerOf(context.switchToHttp().getRequest());
    if (!this.config.RATE_LIMIT_ENABLED || !caller) return true;
    const waitMs = await this.limits.take(caller.id);
    if (waitMs > 0) throw new TooManyRequests('Too many look-ups; wait a little', waitMs);
    return true;
  }
}
