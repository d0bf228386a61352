import { extname } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { Config } from '../../config/config.js';
import { hashed, stepBegan, waited } from '../../observations.js';
import { PASSWORD_MAX_BYTES } from '../dto/limits.js';
import { FairQueue, type Origin } from './fair-queue.js';
import { nfcOf } from './nfc.js';
import type { PasswordTask } from './password.worker.js';

const MOST_WAITING = 64;
const MOST_THREADS = 2;
/** The part of a request's time that it may wait for its turn. */
const WAITING_PART = 1 / 2;
/** A thread that was needed for a rush ends after this long without work. One is always kept. */
const IDLE_MS = 60_000;

/** The hash to compare a password with, and the costliest hash of all users. */
export interface Known {
  hash: string | undefined;
  costliest: string | undefined;
}

/** Whether a password is the right one. If so, whether it should be hashed again: the cost or the form has changed. */
export type Verdict = { matches: false } | { matches: true; outdated: boolean };

/**
 * Hashes and compares passwords in worker threads, since bcrypt would block the event loop and with it every other request.
 * The first thread starts at the first use, and another when work is waiting.
 */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private pool?: Piscina<PasswordTask, string | number>;
  /** A task that runs cannot be dropped, so Piscina gets no more than it has threads for. */
  private readonly queue: FairQueue<'compare' | 'hash'>;

  constructor(private readonly config: Config) {
    const longestMs = config.REQUEST_TIMEOUT * WAITING_PART;
    this.queue = new FairQueue({ atOnce: MOST_THREADS, mostWaiting: MOST_WAITING, longestMs });
  }

  /** Hashes a password, in the form that is to be stored. @throws Unavailable when too many tasks are waiting, or nobody waits for this one any more */
  async hash(password: string, origin: Origin): Promise<string> {
    const task = { password: formToStore(password), cost: this.config.BCRYPT_COST };
    return (await this.inTurn('hash', origin, task)) as string;
  }

  /**
   * Compares a password with a hash: in NFC, and then as sent, as earlier releases hashed it. Without a hash (the email is
   * unknown) nothing matches, and neither does a form that is too long. Every mismatch costs the same work, so that the
   * time does not reveal the reason: that of hashes at the highest cost in use, which is `BCRYPT_COST` or that of
   * `costliest`, the costliest hash of all users.
   * @throws Unavailable when too many tasks are waiting, or nobody waits for this one any more
   */
  async compare(password: string, { hash, costliest }: Known, origin: Origin): Promise<Verdict> {
    const highest = Math.max(this.config.BCRYPT_COST, costliest === undefined ? 0 : bcrypt.getRounds(costliest));
    const decoy = decoyOf(highest);
    const comparisons = formsOf(password).map((form) => ({ password: form, hash: fits(form) && hash ? hash : decoy }));
    const task = { comparisons, fillUpTo: highest };
    const matching = comparisons[(await this.inTurn('compare', origin, task)) as number];
    if (!matching || matching.hash === decoy) return { matches: false };
    const isCheap = bcrypt.getRounds(matching.hash) < this.config.BCRYPT_COST;
    return { matches: true, outdated: isCheap || matching.password !== formToStore(password) };
  }

  /** How many tasks wait for their turn. */
  get waiting(): number {
    return this.queue.length;
  }

  /** A text in the form of a hash, for a user who is to have no password. To compare with it costs as much as with a hash. */
  noPassword(): string {
    return decoyOf(this.config.BCRYPT_COST);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private inTurn(kind: 'compare' | 'hash', origin: Origin, task: PasswordTask): Promise<string | number> {
    stepBegan.tell({ step: 'waiting' });
    const asked = performance.now();
    return this.queue.run(kind, origin, async () => {
      const began = performance.now();
      waited.tell({ turn: 'hashing', ms: began - asked });
      stepBegan.tell({ step: 'hashing' });
      try {
        return await this.work(task);
      } finally {
        hashed.tell({ task: kind, ms: performance.now() - began });
      }
    });
  }

  private work(task: PasswordTask): Promise<string | number> {
    this.pool ??= this.start();
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
