import type { mongo } from 'mongoose';

/** Counts the operations of a client that wait for a connection. All that the pool has are in use then. */
export class WaitQueue {
  private waiting = 0;

  constructor(client: mongo.MongoClient) {
    const leave = () => {
      this.waiting = Math.max(0, this.waiting - 1);
    };
    client.on('connectionCheckOutStarted', () => this.waiting++);
    client.on('connectionCheckedOut', leave);
    client.on('connectionCheckOutFailed', leave);
  }

  get length(): number {
    return this.waiting;
  }
}
