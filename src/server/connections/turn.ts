import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that are in work at once, as long as all of them are safe. An unsafe one is in work alone. */
const SAFE_AT_ONCE = 4;
/** Requests that may wait for their turn, of one connection and of all together. */
const MOST_HELD = 32;
const MOST_HELD_OF_ALL = 2_000;

/** The requests of all connections that wait for their turn. */
export interface Held {
  count: number;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

const isSafe = ({ method = '' }: IncomingMessage): boolean => SAFE_METHODS.has(method);

/**
 * Starts the pipelined requests of one connection in turn (RFC 9112, 9.3.2). Node starts every request of a read at once. While
 * requests are held, nothing more is read. A client that sends more at once than may be held, by it or by all clients together,
 * is cut off at once: Node keeps every request that it has parsed for as long as the connection lives.
 */
export class Turn {
  private readonly inWork = new Set<ServerResponse>();
  private held: [request: IncomingMessage, response: ServerResponse][] = [];
  /** Whether the one request in work is unsafe. */
  private alone = false;
  /** How many requests of the last read were started in one turn of the event loop. */
  private started = 0;
  /** How many bytes had been read when the last request came. */
  private read = 0;
  /** Whether held requests are to be started in the next turn of the loop. */
  private isLater = false;

  constructor(
    private readonly socket: Socket,
    private readonly listener: RequestListener,
    private readonly ofAll: Held,
    /** Called when the first request comes into work, and when the last one has been answered. */
    private readonly onChange: (isBusy: boolean) => void,
  ) {
    // Node resumes a paused socket when a request has been answered or its body is wanted.
    socket.on('resume', () => {
      if (this.held.length > 0) socket.pause();
    });
    socket.once('close', () => this.cut());
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const { bytesRead, destroyed } = this.socket;
    if (destroyed) return;
    if (bytesRead !== this.read) this.started = 0;
    this.read = bytesRead;
    if (this.held.length === 0 && this.mayStart(request)) {
      this.start(request, response);
    } else if (this.held.length < MOST_HELD && this.ofAll.count < MOST_HELD_OF_ALL) {
      if (this.inWork.size === 0 && this.held.length === 0) {
        this.onChange(true);
        this.startLater();
      }
      this.held.push([request, response]);
      this.ofAll.count++;
      this.socket.pause();
    } else this.socket.destroy();
  }

  /** The bytes of answers that have been made and not given to the connection, since others come before them. */
  get unsent(): number {
    let bytes = 0;
    // An answer has its connection while it is being sent, and counts its bytes then.
    for (const response of this.inWork) if (!response.socket) bytes += response.writableLength;
    return bytes;
  }

  /**
   * Node may find dozens of requests in one read, and each may be answered before the next one is found. The rest waits for the
   * next turn of the event loop, so that other connections come in between.
   */
  private mayStart(request: IncomingMessage): boolean {
    const most = isSafe(request) ? SAFE_AT_ONCE : 1;
    return !this.alone && this.inWork.size < most && this.started < most;
  }

  private start(request: IncomingMessage, response: ServerResponse): void {
    if (this.inWork.size === 0) this.onChange(true);
    this.inWork.add(response);
    this.alone = !isSafe(request);
    this.started++;
    response.once('close', () => this.leave(response));
    this.listener(request, response);
  }

  private leave(response: ServerResponse): void {
    this.inWork.delete(response);
    this.alone = false;
    this.startHeld();
    if (this.held.length > 0) this.startLater();
    else if (this.inWork.size === 0) this.onChange(false);
  }

  private startLater(): void {
    if (this.isLater) return;
    this.isLater = true;
    setImmediate(() => {
      this.isLater = false;
      this.started = 0;
      this.startHeld();
    });
  }

  private startHeld(): void {
    const wasHeld = this.held.length > 0;
    for (let next = this.held[0]; next && this.mayStart(next[0]); next = this.held[0]) {
      this.held.shift();
      this.ofAll.count--;
      this.start(...next);
    }
    if (wasHeld && this.held.length === 0) this.socket.resume();
  }

  /** Node closes the answer that is being sent. Those behind it would never close, and so never give back what they use. */
  private cut(): void {
    this.ofAll.count -= this.held.length;
    this.held = [];
    for (const response of this.inWork) {
      if (response.socket || response.writableFinished) continue;
      response.destroy();
      response.emit('close');
    }
  }
}
