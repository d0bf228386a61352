import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Connections that are opened at a time, fewer than the kernel queues for a server that is busy. */
const OPENED_AT_ONCE = 100;
const UNSENT = -1;
const PROBE = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n';
/** Milliseconds between two bundles of requests. */
const STEP_MS = 5;

/** What came of the requests that were sent between `from` and the end. */
export interface Outcome {
  sent: number;
  /** The latencies in milliseconds of the answers with 200. */
  served: number[];
  refused: number;
  /** Requests for which no connection was free. */
  unsent: number;
  /** Other answers, closed connections, and requests that were never answered. */
  failed: number;
}

/** Sends requests on many connections, and does not wait for the answer to one before it sends the next. */
export class OpenLoop {
  private readonly free: Socket[] = [];
  private readonly all = new Set<Socket>();
  private readonly port: number;
  /** The requests that may be sent, in turn. */
  private readonly requests: string[];
  private next = 0;

  constructor(port: number, requests: string[]) {
    this.port = port;
    this.requests = requests;
  }

  /** Opens connections, so that those are not what a busy server is waited for. */
  async open(count: number): Promise<void> {
    while (this.all.size < count) {
      const some = Array.from({ length: OPENED_AT_ONCE }, () => this.connect());
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      // The server closes a connection that never sends a request. The answer makes each of them free.
      await Promise.all(some.map((socket) => send(socket, PROBE)));
    }
  }

  /** As many requests at a time as there are connections, each after the answer to the one before. @returns answers a second */
  async best(connections: number, ms: number): Promise<number> {
    const end = performance.now() + ms;
    let served = 0;
    const one = async () => {
      while (performance.now() < end) if ((await this.ask()) === 200) served++;
    };
    await Promise.all(Array.from({ length: connections }, one));
    return (served * 1_000) / ms;
  }

  /** `rate` requests a second for `ms`. Those of the first `warmUp` milliseconds do not count. */
  async run(rate: number, ms: number, warmUp: number): Promise<Outcome> {
    const outcome: Outcome = { sent: 0, served: [], refused: 0, unsent: 0, failed: 0 };
    const start = performance.now();
    const pending: Promise<void>[] = [];
    for (let sent = 0, now = start; now - start < ms; now = performance.now()) {
      for (; sent < ((now - start) * rate) / 1_000; sent++) {
        pending.push(this.count(now - start < warmUp ? undefined : outcome));
      }
      await pause(STEP_MS);
    }
    await Promise.race([Promise.all(pending), pause(15_000)]);
    outcome.failed = outcome.sent - outcome.served.length - outcome.refused - outcome.unsent;
    return outcome;
  }

  close(): void {
    for (const socket of this.all) socket.destroy();
    this.free.length = 0;
  }

  private async count(outcome: Outcome | undefined): Promise<void> {
    const at = performance.now();
    if (outcome) outcome.sent++;
    const status = await this.ask();
    if (!outcome) return;
    if (status === 200) outcome.served.push(performance.now() - at);
    else if (status === 503) outcome.refused++;
    else if (status === UNSENT) outcome.unsent++;
  }

  /** Sends one request. @returns its status; 0 when the connection is closed, `UNSENT` when all are waiting */
  private ask(): Promise<number> {
    const request = this.requests[this.next++ % this.requests.length] ?? '';
    // The one that has been free for the longest, so that none is idle until the server closes it.
    const socket = this.free.shift();
    if (!socket) return Promise.resolve(UNSENT);
    return socket.destroyed ? Promise.resolve(0) : send(socket, request);
  }

  private connect(): Socket {
    const socket = connect(this.port, '127.0.0.1').setNoDelay();
    this.all.add(socket);
    const answer = new Answer();
    const settle = (status: number) => {
      const done = waiting.get(socket);
      waiting.delete(socket);
      done?.(status);
    };
    socket.on('data', (bytes: Buffer) => {
      if (!answer.take(bytes)) return;
      this.free.push(socket);
      settle(answer.status);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.all.delete(socket);
      settle(0);
    });
    return socket;
  }
}

const waiting = new WeakMap<Socket, (status: number) => void>();

function send(socket: Socket, request: string): Promise<number> {
  return new Promise((done) => {
    waiting.set(socket, done);
    socket.write(request);
  });
}

const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n');

/** Finds the end of each answer, and keeps none of its body. */
class Answer {
  status = 0;
  private left = -1;
  private tail: Buffer = Buffer.alloc(0);

  /** @returns whether the answer is complete */
  take(bytes: Buffer): boolean {
    if (this.left === -1) {
      const text = bytes.toString('latin1', 0, Math.min(bytes.length, 4_096));
      const end = text.indexOf('\r\n\r\n');
      this.status = Number(text.slice(9, 12));
      const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
      if (length === undefined) {
        this.left = -2;
        this.tail = Buffer.alloc(0);
      } else this.left = end + 4 + Number(length);
    }
    return this.left === -2 ? this.takeChunk(bytes) : this.takeRest(bytes.length);
  }

  private takeRest(length: number): boolean {
    this.left -= length;
    if (this.left > 0) return false;
    this.left = -1;
    return true;
  }

  private takeChunk(bytes: Buffer): boolean {
    const end = Buffer.concat([this.tail, bytes.subarray(-END_OF_CHUNKS.length)]).subarray(-END_OF_CHUNKS.length);
    this.tail = end;
    if (!end.equals(END_OF_CHUNKS)) return false;
    this.left = -1;
    return true;
  }
}
