import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Caller } from '../http/request/caller.js';
import type { Client } from '../http/request/client.js';
import type { Limit } from '../limits/counts/counts.js';
import { type Counted, Limits } from '../limits/limits.js';

/** The look-ups of one caller, and those of all callers at one address. */
export const LOOKUPS: Limit = { name: 'lookups', points: 60, seconds: 60 };
export const LOOKUPS_OF_ADDRESS: Limit = { name: 'lookups-of-address', points: 120, seconds: 60 };

const TOO_MANY_LOOKUPS = 'Too many look-ups; wait a little';
const TOO_MANY_REGISTRATIONS = 'Too many registrations from your address; wait a little';

/** Limits registrations, and look-ups of people, so that guessing emails finds few users. */
@Injectable()
export class UserLimits {
  private readonly registrations: Limit;

  constructor(
    private readonly limits: Limits,
    config: Config,
  ) {
    this.registrations = { name: 'registrations', points: config.REGISTRATION_LIMIT, seconds: 3_600 };
  }

  /** The limits that a caller and an address fall under. */
  limitsOf({ userId, address }: { userId?: string; address?: string }): Counted[] {
    return [
      ...(userId === undefined ? [] : [{ limit: LOOKUPS, key: userId }]),
      ...(address === undefined
        ? []
        : [
            { limit: LOOKUPS_OF_ADDRESS, key: address },
            { limit: this.registrations, key: address },
          ]),
    ];
  }

  /** Counts a registration. @throws TooManyRequests */
  async register({ address, shared }: Client): Promise<void> {
    if (!shared) await this.limits.take(this.registrations, address, TOO_MANY_REGISTRATIONS);
  }

  /** Counts a look-up. @throws TooManyRequests */
  async lookUp(caller: Caller, { address, shared }: Client): Promise<void> {
    await this.limits.take(LOOKUPS, caller.id, TOO_MANY_LOOKUPS);
    if (!shared) await this.limits.take(LOOKUPS_OF_ADDRESS, address, TOO_MANY_LOOKUPS);
  }
}
