import { setTimeout as pause } from 'node:timers/promises';
import { type Ask, Connection } from './connection.ts';
import { AT_MOST_MS } from './within.ts';

/** Where a load goes. */
export interface Place {
  /** The name of the server, for errors. */
  server: string;
  port: number;
  connections: number;
  /** How long the server may send nothing while a request is under way. */
  atMostMs?: number;
}

/** Keep-alive connections to one server, for one measurement: a server closes those that it holds for too long. */
export class Load {
  /** How many requests were refused by a server that had too much to do. */
  refused = 0;
  private readonly connections: Connection[];

  private constructor(connections: Connection[]) {
    this.connections = connections;
  }

  static async open({ server, port, connections, atMostMs = AT_MOST_MS }: Place): Promise<Load> {
    const each = Array.from({ length: connections }, () => Connection.open(server, port, atMostMs));
    return new Load(await Promise.all(each));
  }

  /**
   * Sends `count` requests, as many at a time as there are connections, and waits for every answer.
   * @returns how long each took, in milliseconds @throws when one is not answered as it should be
   */
  async run(next: () => Ask, count: number, { awake = true } = {}): Promise<number[]> {
    let left = count;
    let spinning = awake;
    // Waking a process that sleeps costs the server as much as a small answer. This process never sleeps in a round, so
    // a fast server, which would keep it awake, has no advantage over a slow one.
    const spin = () => {
      if (spinning) setImmediate(spin);
    };
    spin();
    try {
      return await this.converse(next, async () => left-- > 0);
    } finally {
      spinning = false;
    }
  }

  /** Sends requests with a pause after each answer until it is over. @returns how long each took */
  trickle(next: () => Ask, { pauseMs, isOver }: { pauseMs: number; isOver: () => boolean }): Promise<number[]> {
    return this.converse(next, async () => {
      await pause(pauseMs);
      return !isOver();
    });
  }

  /** Sends one request after the other on each connection while `goesOn`. */
  private async converse(next: () => Ask, goesOn: () => Promise<boolean>): Promise<number[]> {
    const times: number[] = [];
    const one = async (connection: Connection) => {
      while (await goesOn()) {
        const start = performance.now();
        const ask = next();
        const status = await connection.send(ask);
        if (status === ask.status) times.push(performance.now() - start);
        else this.refused++;
      }
    };
    await Promise.all(this.connections.map(one));
    return times;
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}
