import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { LRUCache } from 'lru-cache';
import { Busy } from '../../errors.js';
import { Queue } from './queue.js';
import { TooManyRequests } from './refusals.js';

/** Streamed answers of one caller that a process sends at once, and how long another one waits for its turn. */
const OF_CALLER = 4;
const WAIT_MS = 5_000;
const RETRY_AFTER_MS = 1_000;
/** Streamed answers of all callers that are sent at once, as fast as they can be made; and how long another one waits. */
const OF_ALL = 32;
const WAIT_OF_ALL_MS = 500;
/** A client that takes no further part within this time is slow, and does not count among them. */
const SLOW_MS = 1_000;
/** Requests whose last answer was streamed, that are remembered. */
const REMEMBERED = 10_000;

/**
 * Gives each caller a few streamed answers at once, so that endless lists of one caller leave memory and time for others, and
 * all callers together so many that each of them ends soon.
 */
@Injectable()
export class StreamTurns {
  private readonly callers = new Map<string, Queue>();
  private readonly all = new Queue();
  /** When each streamed answer last made a part. */
  private readonly madeAt = new Map<Response, number>();
  private readonly long = new LRUCache<string, true>({ max: REMEMBERED });

  /** How many streamed answers are being sent. */
  get count(): number {
    return this.all.taken;
  }

  /** Whether the last answer to this request of the caller was streamed. Then it takes its turn before anything is read. */
  isLong(callerId: string, request: string): boolean {
    return this.long.has(`${callerId} ${request}`);
  }

  /** Remembers that the answer to this request of the caller is streamed. */
  noteLong(callerId: string, request: string): void {
    this.long.set(`${callerId} ${request}`, true);
  }

  /** Notes that an answer makes another part. */
  notePart(response: Response): void {
    if (this.madeAt.has(response)) this.madeAt.set(response, performance.now());
  }

  /**
   * Waits until the caller may have another streamed answer, which then has its turn until it is closed.
   * @throws TooManyRequests when that takes longer than five seconds, or the client goes or has gone; Busy when too many
   * answers of all callers are being made
   */
  async take(callerId: string, response: Response): Promise<void> {
    const caller = this.callers.get(callerId) ?? new Queue();
    this.callers.set(callerId, caller);
    if (caller.taken < OF_CALLER) caller.taken++;
    else if (!(await caller.wait(response, WAIT_MS))) throw tooMany();
    const leave = () => {
      if (caller.leave()) this.callers.delete(callerId);
    };
    try {
      await this.takeOfAll(response);
    } catch (error) {
      leave();
      throw error;
    }
    response.once('close', () => {
      leave();
      this.madeAt.delete(response);
      this.all.leave();
    });
  }

  private async takeOfAll(response: Response): Promise<void> {
    if (this.making() < OF_ALL) this.all.taken++;
    else if (!(await this.all.wait(response, WAIT_OF_ALL_MS))) {
      // Clients that have become slow meanwhile give no turn away.
      if (this.making() >= OF_ALL) throw new Busy('The server has too much to do');
      this.all.taken++;
    }
    if (response.destroyed) {
      this.all.leave();
      throw tooMany();
    }
    this.madeAt.set(response, performance.now());
  }

  /** The streamed answers whose clients take them as fast as they are made. */
  private making(): number {
    if (this.all.taken < OF_ALL) return this.all.taken;
    const since = performance.now() - SLOW_MS;
    return [...this.madeAt.values()].filter((at) => at >= since).length;
  }
}

const tooMany = () => new TooManyRequests('Too many long lists at once; wait a little', RETRY_AFTER_MS);
