import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { Unavailable } from '../../errors.js';
import { Config } from '../../config/config.js';
import { PASSWORD_MAX_BYTES } from '../dto/limits.js';
import { nfcOf } from './nfc.js';
import type { PasswordTask } from './password.worker.js';

/** More tasks than this would wait for longer than their clients do. */
const LONGEST_QUEUE = 64;
const MOST_THREADS = 2;
/** A thread that was needed for a rush ends after this long without work. One is always kept. */
const IDLE_MS = 60_000;

/** Whether a password is the right one. If so, whether it should be hashed again: the cost or the form has changed. */
export type Verdict = { matches: false } | { matches: true; outdated: boolean };

/**
 * Hashes and compares passwords in worker threads, since bcrypt would block the event loop and with it every other request.
 * The first thread starts at the first use, and another when work is waiting.
 */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private pool?: Piscina<PasswordTask, string | number>;

  constructor(private readonly config: Config) {}

  /** Hashes a password, in the form that is to be stored. @throws Unavailable when too many tasks are waiting */
  async hash(password: string): Promise<string> {
    return (await this.run({ password: formToStore(password), cost: this.config.BCRYPT_COST })) as string;
  }

  /**
   * Compares a password with a hash: in NFC, and then as sent, as earlier releases hashed it. Without a hash (the email is
   * unknown) nothing matches, and neither does a form that is too long. Every mismatch costs the same work, so that the
   * time does not reveal the reason: that of hashes at the highest cost in use, which is `BCRYPT_COST` or that of
   * `costliest`, the costliest hash of all users.
   * @throws Unavailable when too many tasks are waiting
   */
  async compare(password: string, hash: string | undefined, costliest: string | undefined): Promise<Verdict> {
    const highest = Math.max(this.config.BCRYPT_COST, costliest === undefined ? 0 : bcrypt.getRounds(costliest));
    const decoy = decoyOf(highest);
    const comparisons = formsOf(password).map((form) => ({ password: form, hash: fits(form) && hash ? hash : decoy }));
    const matching = comparisons[(await this.run({ comparisons, fillUpTo: highest })) as number];
    if (!matching || matching.hash === decoy) return { matches: false };
    const isCheap = bcrypt.getRounds(matching.hash) < this.config.BCRYPT_COST;
    return { matches: true, outdated: isCheap || matching.password !== formToStore(password) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async run(task: PasswordTask): Promise<string | number> {
    this.pool ??= this.start();
    if (this.pool.queueSize >= LONGEST_QUEUE) throw new Unavailable('Too many sign-ins are waiting');
    return this.pool.run(task);
  }

  private start() {
    return new Piscina<PasswordTask, string | number>({
      filename: new URL(`./password.worker${extname(import.meta.url)}`, import.meta.url).href,
      maxThreads: MOST_THREADS,
      minThreads: 1,
      idleTimeout: IDLE_MS,
      concurrentTasksPerWorker: 1,
      // With atomics, an idle worker blocks its thread while it waits, which delays the end of the process.
      atomics: 'disabled',
    });
  }
}

/** A text in the form of a hash at this cost, to compare with when there is no real one. No password of it is known. */
const decoyOf = (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

const fits = (text: string) => Buffer.byteLength(text) <= PASSWORD_MAX_BYTES;

/** The texts that a password is compared as. Keyboards differ in the form of an accented letter (NIST SP 800-63B). */
function formsOf(password: string): string[] {
  const nfc = nfcOf(password);
  return nfc === password ? [nfc] : [nfc, password];
}

/** NFC. It can be longer than the text as sent; only an earlier release can have set a password for which it is too long. */
function formToStore(password: string): string {
  const nfc = nfcOf(password);
  return fits(nfc) ? nfc : password;
}
