import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../config/config.js';
import { Busy, Unavailable } from '../../errors.js';
import { listTurn } from './list-turn.js';

/** The first part of a list is expected to need this before it has been read: a hundred long todos. */
const EXPECTED_BYTES = 1_024 * 1_024;
/** The part of the memory that the lists of one caller may have. */
const OF_CALLER = 1 / 4;
/** Lists that may wait for room. Each of them holds the memory of a request. */
const MOST_WAITING = 500;
const MOST_WAITING_OF_CALLER = 50;

interface Held {
  callerId: string;
  bytes: number;
}

interface Waiting extends Held {
  go: () => void;
}

/** Refuses to read for a client that has gone, or that the deadline has answered. */
function refuseGone(response: Response): void {
  if (response.destroyed || response.writableEnded) throw new Unavailable('The client has gone');
}

/**
 * Bounds the bytes of all lists that a process has read and its clients have not taken yet. Above `ANSWER_MEMORY` no more of
 * any list is read until clients have taken something, or have been cut off. One caller may have a quarter of it.
 */
@Injectable()
export class AnswerMemory {
  private readonly heldBy = new Map<Response, Held>();
  private readonly ofCaller = new Map<string, number>();
  private held = 0;
  private waiting: Waiting[] = [];

  constructor(private readonly config: Config) {}

  /** Whether lists are waiting because all callers together have too much. */
  get isFull(): boolean {
    return this.waiting.some(({ bytes }) => !this.hasRoomOfAll(bytes));
  }

  /**
   * Waits for room, and takes what a part of a list is expected to need. The part before must have been taken by the client:
   * an answer that holds nothing while it waits keeps no other one waiting.
   * @throws Unavailable when the client has gone, or the request took too long; Busy when too many are waiting
   */
  async room(response: Response, callerId: string, bytes = EXPECTED_BYTES): Promise<void> {
    refuseGone(response);
    this.set(response, { callerId, bytes: 0 });
    if (!this.hasRoom(callerId, bytes)) await listTurn(() => this.turn(response, { callerId, bytes }));
    refuseGone(response);
    this.set(response, { callerId, bytes });
  }

  /** Says how much of an answer is held now: the part that has been read last, until it is taken or the connection is closed. */
  hold(response: Response, bytes: number): void {
    const { callerId } = this.heldBy.get(response) ?? {};
    if (callerId !== undefined) this.set(response, { callerId, bytes });
  }

  private set(response: Response, { callerId, bytes }: Held): void {
    const before = this.heldBy.get(response);
    // It has been closed, and would never be forgotten.
    if (response.destroyed && (bytes > 0 || !before)) return;
    if (!before) {
      response.once('close', () => {
        this.set(response, { callerId, bytes: 0 });
        this.heldBy.delete(response);
      });
    }
    this.heldBy.set(response, { callerId, bytes });
    this.held += bytes - (before?.bytes ?? 0);
    const ofCaller = (this.ofCaller.get(callerId) ?? 0) + bytes - (before?.bytes ?? 0);
    if (ofCaller > 0) this.ofCaller.set(callerId, ofCaller);
    else this.ofCaller.delete(callerId);
    if (bytes < (before?.bytes ?? 0)) this.letIn();
  }

  /** Lets in those who have waited for the longest, and for whom there is room. */
  private letIn(): void {
    const next = this.waiting.find(({ callerId, bytes }) => this.hasRoom(callerId, bytes));
    if (!next) return;
    this.waiting = this.waiting.filter((one) => one !== next);
    next.go();
    this.letIn();
  }

  /** One part is let in when nothing else is held, however small the memory. */
  private hasRoomOfAll(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.config.ANSWER_MEMORY;
  }

  private hasRoom(callerId: string, bytes: number): boolean {
    const ofCaller = this.ofCaller.get(callerId) ?? 0;
    const isWithinShare = ofCaller === 0 || ofCaller + bytes <= this.config.ANSWER_MEMORY * OF_CALLER;
    return isWithinShare && this.hasRoomOfAll(bytes);
  }

  private turn(response: Response, { callerId, bytes }: Held): Promise<void> {
    const ofCaller = this.waiting.filter((one) => one.callerId === callerId).length;
    if (this.waiting.length >= MOST_WAITING || ofCaller >= MOST_WAITING_OF_CALLER) {
      throw new Busy('The server has too much to do');
    }
    return new Promise((resolve) => {
      const leave = () => {
        this.waiting = this.waiting.filter((one) => one !== turn);
        resolve();
      };
      const go = () => {
        response.off('close', leave);
        // Counted at once, so that no more of those who wait go on than there is room for.
        this.set(response, { callerId, bytes });
        resolve();
      };
      const turn = { callerId, bytes, go };
      response.once('close', leave);
      this.waiting.push(turn);
    });
  }
}
