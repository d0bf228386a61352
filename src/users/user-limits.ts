import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Caller } from '../http/request/caller.js';
import type { Client } from '../http/request/client.js';
import type { Limit } from '../limits/counts/counts.js';
import { Limits } from '../limits/limits.js';

/** The look-ups of one caller, and those of all callers at one address. */
export const LOOKUPS: Limit = { name: 'lookups', points: 60, seconds: 60 };
export const LOOKUPS_OF_ADDRESS: Limit = { name: 'lookups-of-address', points: 120, seconds: 60 };

const TOO_MANY_LOOKUPS = 'Too many look-ups; wait a little';
const TOO_MANY_REGISTRATIONS = 'Too many registrations from your address; wait a little';

/** Limits registrations, and look-ups of people, so that guessing emails finds few users. */
@Injectable()
export class UserLimits {
  constructor(
    private readonly limits: Limits,
    private readonly config: Config,
  ) {}

  /** Counts a registration. @throws TooManyRequests */
  async register({ address, shared }: Client): Promise<void> {
    const limit = { name: 'registrations', points: this.config.REGISTRATION_LIMIT, seconds: 3_600 };
    if (!shared) await this.limits.take(limit, address, TOO_MANY_REGISTRATIONS);
  }

  /** Counts a look-up. @throws TooManyRequests */
  async lookUp(caller: Caller, { address, shared }: Client): Promise<void> {
    await this.limits.take(LOOKUPS, caller.id, TOO_MANY_LOOKUPS);
    if (!shared) await this.limits.take(LOOKUPS_OF_ADDRESS, address, TOO_MANY_LOOKUPS);
  }
}
