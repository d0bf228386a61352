import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from './until.js';

/** A TCP connection that sends the given bytes, at any pace, and keeps what it has received. */
export class Wire {
  received = '';
  readonly socket: Socket;
  /** Resolves with the milliseconds after which the other side closed. */
  readonly closed: Promise<number>;

  private constructor(port: number) {
    const start = performance.now();
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (bytes) => (this.received += bytes.toString('latin1')));
    // A server may reset the connection when it gives up; without a listener that would be an uncaught error.
    this.socket.on('error', () => undefined);
    this.closed = new Promise((closed) => this.socket.once('close', () => closed(performance.now() - start)));
    onTestFinished(() => void this.socket.destroy());
  }

  static async open(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    await once(wire.socket, 'connect');
    return wire;
  }

  /** Sends the head of a request; `Host` is added. */
  head(...lines: string[]): void {
    this.socket.write([...lines, 'Host: localhost', '', ''].join('\r\n'));
  }

  /** Stops reading after the first bytes. */
  async stall(): Promise<void> {
    await once(this.socket, 'data');
    this.socket.pause();
  }

  /** Waits until the received text matches. @returns the match */
  async until(pattern: RegExp): Promise<string> {
    return until(String(pattern), async () => pattern.exec(this.received)?.[0]);
  }
}
