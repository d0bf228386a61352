import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { Unavailable } from '../../errors.js';
import { Config } from '../../config/config.js';
import { PASSWORD_MAX_BYTES } from '../dto/limits.js';
import type { PasswordTask } from './password.worker.js';

/** More than these waiting would only wait longer than their clients do. */
const LONGEST_QUEUE = 64;
const THREADS = 2;

/** Hashes and compares passwords in worker threads, which start at the first use: bcrypt would hold up every other request. */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private pool?: Piscina<PasswordTask, string | boolean>;
  private decoy?: Promise<string>;

  constructor(private readonly config: Config) {}

  /** A new hash. @throws Unavailable when too many are waiting */
  async hash(password: string): Promise<string> {
    return (await this.run({ password, cost: this.config.BCRYPT_COST })) as string;
  }

  /**
   * Whether this is the password of the hash. Without a hash (nobody has that email), and for a password that is too long
   * for any hash, the answer is no after the same work, so that the time does not tell which it was.
   * @throws Unavailable when too many are waiting
   */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const fits = Buffer.byteLength(password) <= PASSWORD_MAX_BYTES;
    const known = hash !== undefined && fits;
    const same = await this.run({ password, hash: known ? hash : await this.decoyHash() });
    return known && same === true;
  }

  /** Whether a hash was made at a lower cost than new ones are. */
  isWeak(hash: string): boolean {
    return bcrypt.getRounds(hash) < this.config.BCRYPT_COST;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  /** A hash of no password that anyone could type, at the present cost. */
  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash('\0').catch((error: unknown) => {
      this.decoy = undefined;
      throw error;
    });
    return this.decoy;
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
      // With atomics an idle worker blocks in a wait, which holds up the end of the process.
      atomics: 'disabled',
    });
  }
}
