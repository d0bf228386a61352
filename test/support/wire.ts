import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from './until.js';

/** A connection that sends what it is told to, when it is told to, and remembers what came back. */
export class Wire {
  received = '';
  readonly socket: Socket;
  /** Resolves with the milliseconds after which the other side closed. */
  readonly closed: Promise<number>;

  private constructor(port: number) {
    const start = performance.now();
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (bytes) => (this.received += bytes.toString('latin1')));
    // A server that has given up may reset the connection; `once` of node:events would take that for a failure.
    this.socket.on('error', () => undefined);
    this.closed = new Promise((closed) => this.socket.once('close', () => closed(performance.now() - start)));
    onTestFinished(() => void this.socket.destroy());
  }

  static async open(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    await once(wire.socket, 'connect');
    return wire;
  }

  /** Sends lines, and an empty one after them. */
  head(...lines: string[]): void {
    this.socket.write([...lines, 'Host: localhost', '', ''].join('\r\n'));
  }

  /** Stops reading at the first bytes that come. */
  async stall(): Promise<void> {
    await once(this.socket, 'data');
    this.socket.pause();
  }

  /** Waits for what comes back to match. */
  async until(pattern: RegExp): Promise<string> {
    return until(String(pattern), async () => pattern.exec(this.received)?.[0]);
  }
}
