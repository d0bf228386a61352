import type { mongo } from 'mongoose';
import type { Pool } from '../engine.js';

/** Counts the connections of a client that are in use, and the operations that wait for one. While any waits, all are in use. */
export class DriverPool implements Pool {
  inUse = 0;
  waiting = 0;

  constructor(
    client: mongo.MongoClient,
    readonly most: number,
  ) {
    client.on('connectionCheckedIn', () => this.inUse--);
    client.on('connectionCheckOutStarted', () => this.waiting++);
    client.on('connectionCheckOutFailed', () => this.leave());
    client.on('connectionCheckedOut', () => {
      this.leave();
      this.inUse++;
    });
  }

  private leave(): void {
    this.waiting = Math.max(0, this.waiting - 1);
  }
}
