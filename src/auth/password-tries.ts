import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { TooManyRequests } from '../http/answer/refusals.js';
import type { Client } from '../http/request/client.js';
import { SecurityEvents } from '../http/security/security-events.js';
import type { Limit, Taken } from '../limits/counts/counts.js';
import { type Counted, Limits } from '../limits/limits.js';
import { emailKey, plainEmail } from '../users/email.js';
import { KnownAddressRepository } from './repositories/known-address.repository.js';
import { SigningKeys } from './tokens/signing-keys.js';

const QUARTER_SECONDS = 15 * 60;
const DAY_SECONDS = 24 * 60 * 60;
const KNOWN_MS = 30 * DAY_SECONDS * 1_000;

/** The failures of one account in a day, after which an address that is not known has one try at a time. */
export const FAILURES_OF_ACCOUNT: Limit = { name: 'sign-ins-of-account', points: 100, seconds: DAY_SECONDS };
export const ONE_TRY: Limit = { name: 'sign-ins-one-try', points: 1, seconds: QUARTER_SECONDS };

/** The account that a password is tried for, and the client that tries. */
export interface Attempt {
  email: string;
  client: Client;
}

/**
 * Limits how often passwords are tried. A try is counted before its password is compared, so that guesses at one time are
 * limited as well, and is taken back when it succeeds or the comparison fails. Emails that nobody has count in the same way.
 * An address from which somebody has signed in to the account is refused only for its own failures with that account, so
 * that nobody can lock the owner out from elsewhere.
 */
@Injectable()
export class PasswordTries {
  private readonly ofPair: Limit;
  private readonly ofAddress: Limit;

  constructor(
    private readonly limits: Limits,
    private readonly known: KnownAddressRepository,
    private readonly keys: SigningKeys,
    private readonly events: SecurityEvents,
    config: Config,
  ) {
    this.ofPair = { name: 'sign-ins', points: config.SIGN_IN_LIMIT, seconds: QUARTER_SECONDS };
    this.ofAddress = { name: 'sign-ins-of-address', points: config.SIGN_IN_ADDRESS_LIMIT, seconds: QUARTER_SECONDS };
  }

  /** Returns the outcome of `compare`, where undefined means that the password is wrong. @throws TooManyRequests */
  async run<T>(attempt: Attempt, compare: () => Promise<T | undefined>): Promise<T | undefined> {
    const [pair = ''] = this.pairsOf(attempt.email, attempt.client.address);
    const taken = await this.take(attempt);
    let outcome: T | undefined;
    try {
      outcome = await compare();
    } catch (error) {
      await this.giveBack(taken);
      throw error;
    }
    if (outcome === undefined) return undefined;
    await Promise.all([this.giveBack(taken.slice(1)), this.limits.reset(this.ofPair, pair)]);
    return outcome;
  }

  /** A keyed hash of an email, which names the account in counts and in the log. */
  accountOf(email: string): string {
    const [hash = ''] = this.keys.hashes(keyOf(email));
    return hash;
  }

  /** The limits that tries with an account, from an address, or with the account from the address fall under. */
  limitsOf({ email, address }: { email?: string; address?: string }): Counted[] {
    const counted: Counted[] = [];
    if (email !== undefined && address !== undefined) {
      const [key = ''] = this.pairsOf(email, address);
      counted.push({ limit: this.ofPair, key }, { limit: ONE_TRY, key });
    }
    if (address !== undefined) counted.push({ limit: this.ofAddress, key: address });
    if (email !== undefined) counted.push({ limit: FAILURES_OF_ACCOUNT, key: this.accountOf(email) });
    return counted;
  }

  /** Makes the address of a successful sign-in known. @returns the id of the known address */
  async remember(attempt: Attempt, userId: string): Promise<string> {
    const [id = ''] = this.pairsOf(attempt.email, attempt.client.address);
    await this.known.add({ id, userId, expiresAt: new Date(Date.now() + KNOWN_MS) });
    return id;
  }

  /** Forgets one known address. */
  forget(id: string): Promise<void> {
    return this.known.remove(id);
  }

  /** Forgets all known addresses of a user. */
  forgetAll(userId: string): Promise<void> {
    return this.known.removeAll(userId);
  }

  /** Counts a try with every limit that it falls under, that of the pair first. @throws TooManyRequests */
  private async take(attempt: Attempt): Promise<Counted[]> {
    const { address, shared } = attempt.client;
    const pairs = this.pairsOf(attempt.email, address);
    const [pair = ''] = pairs;
    const account = this.accountOf(attempt.email);
    const counted: Counted[] = [];
    const count = async (limit: Limit, key: string): Promise<Taken> => {
      counted.push({ limit, key });
      return this.limits.count(limit, key);
    };
    const refuse = async (limit: Limit, { waitMs }: Taken): Promise<never> => {
      await this.giveBack(counted);
      this.events.write('authn_login_lock', attempt.client, { account, limit: limit.name });
      throw new TooManyRequests('Too many failed sign-ins; wait a little', waitMs, limit);
    };
    const ofPair = await count(this.ofPair, pair);
    if (!ofPair.allowed) return refuse(this.ofPair, ofPair);
    const isKnown = await this.known.has(pairs, new Date());
    const ofAddress = shared ? undefined : await count(this.ofAddress, address);
    const ofAccount = await count(FAILURES_OF_ACCOUNT, account);
    if (isKnown) return counted;
    if (ofAddress && !ofAddress.allowed) return refuse(this.ofAddress, ofAddress);
    if (ofAccount.allowed) return counted;
    const one = await this.limits.count(ONE_TRY, pair);
    if (!one.allowed) return refuse(ONE_TRY, one);
    counted.push({ limit: ONE_TRY, key: pair });
    return counted;
  }

  private async giveBack(counted: Counted[]): Promise<void> {
    await Promise.all(counted.map(({ limit, key }) => this.limits.giveBack(limit, key)));
  }

  private pairsOf(email: string, address: string): string[] {
    return this.keys.hashes(`${keyOf(email)}\n${address}`);
  }
}

const keyOf = (email: string) => emailKey(email) ?? plainEmail(email);
