import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { Unavailable } from '../../errors.js';
import { Config } from '../../config/config.js';
import { PASSWORD_MAX_BYTES } from '../dto/limits.js';
import type { PasswordTask } from './password.worker.js';

/** More tasks than this would wait for longer than their clients do. */
const LONGEST_QUEUE = 64;
const THREADS = 2;

/**
 * Hashes and compares passwords in worker threads, since bcrypt would block the event loop and with it every other request.
 * The threads start at the first use.
 */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private pool?: Piscina<PasswordTask, string | boolean>;

  constructor(private readonly config: Config) {}

  /** Hashes a password. @throws Unavailable when too many tasks are waiting */
  async hash(password: string): Promise<string> {
    return (await this.run({ password, cost: this.config.BCRYPT_COST })) as string;
  }

  /**
   * Whether the hash is of this password. The answer is no without a hash (the email is unknown) and for a password that
   * is too long. Every no costs the same work, so that the time does not reveal the reason: that of a hash at the highest
   * cost in use, which is `BCRYPT_COST` or that of `costliest`, the costliest hash of all users.
   * @throws Unavailable when too many tasks are waiting
   */
  async matches(password: string, hash: string | undefined, costliest: string | undefined): Promise<boolean> {
    const highest = Math.max(this.config.BCRYPT_COST, costliest === undefined ? 0 : bcrypt.getRounds(costliest));
    const known = hash !== undefined && Buffer.byteLength(password) <= PASSWORD_MAX_BYTES;
    const same = await this.run({ password, hash: known ? hash : decoyOf(highest), fillUpTo: highest });
    return known && same === true;
  }

  /** Whether a hash has a lower cost than new hashes have. */
  isWeak(hash: string): boolean {
    return bcrypt.getRounds(hash) < this.config.BCRYPT_COST;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async run(task: PasswordTask): Promise<string | boolean> {
    this.pool ??= this.start();
    if (this.pool.queueSize >= LONGEST_QUEUE) throw new Unavailable('Too many sign-ins are waiting');
    return this.pool.run(task);
  }

  private start() {
    return new Piscina<PasswordTask, string | boolean>({
      filename: new URL(`./password.worker${extname(import.meta.url)}`, import.meta.url).href,
      maxThreads: THREADS,
      minThreads: THREADS,
      concurrentTasksPerWorker: 1,
      // With atomics, an idle worker blocks its thread while it waits, which delays the end of the process.
      atomics: 'disabled',
    });
  }
}

/** A text in the form of a hash at this cost, to compare with when there is no real one. No password of it is known. */
const decoyOf = (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
