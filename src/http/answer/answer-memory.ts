import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../config/config.js';
import { Unavailable } from '../../errors.js';

/** The first part of a list is expected to need this before it has been read: a hundred long todos. */
const EXPECTED_BYTES = 1_024 * 1_024;

/**
 * Bounds the bytes of all lists that a process has read and its clients have not taken yet. Above `ANSWER_MEMORY` no more of
 * any list is read until clients have taken something, or have been cut off.
 */
@Injectable()
export class AnswerMemory {
  private readonly heldBy = new Map<Response, number>();
  private held = 0;
  private waiting: { bytes: number; go: () => void }[] = [];

  constructor(private readonly config: Config) {}

  /** Whether lists are waiting for room. */
  get isFull(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * Waits for room, and takes what a part of a list is expected to need. The part before must have been taken by the client:
   * an answer that holds nothing while it waits keeps no other one waiting.
   * @throws Unavailable when the client has gone, or the request took too long
   */
  async room(response: Response, bytes = EXPECTED_BYTES): Promise<void> {
    this.hold(response, 0);
    if (this.waiting.length > 0 || !this.hasRoom(bytes)) await this.turn(response, bytes);
    if (response.destroyed) throw new Unavailable('The client has gone');
    this.hold(response, bytes);
  }

  /** Says how much of an answer is held now: the part that has been read last, until it is taken or the connection is closed. */
  hold(response: Response, bytes: number): void {
    if (response.destroyed && bytes > 0) return;
    const before = this.heldBy.get(response);
    if (before === undefined) {
      response.once('close', () => {
        this.hold(response, 0);
        this.heldBy.delete(response);
      });
    }
    this.heldBy.set(response, bytes);
    this.held += bytes - (before ?? 0);
    for (let next = this.waiting[0]; next && this.hasRoom(next.bytes); next = this.waiting[0]) {
      this.waiting.shift();
      next.go();
    }
  }

  /** One part is let in when nothing else is held, however small the memory. */
  private hasRoom(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.config.ANSWER_MEMORY;
  }

  private turn(response: Response, bytes: number): Promise<void> {
    return new Promise((resolve) => {
      const leave = () => {
        this.waiting = this.waiting.filter((one) => one !== turn);
        resolve();
      };
      const go = () => {
        response.off('close', leave);
        // Counted at once, so that no more of those who wait go on than there is room for.
        this.hold(response, bytes);
        resolve();
      };
      const turn = { bytes, go };
      response.once('close', leave);
      this.waiting.push(turn);
    });
  }
}
