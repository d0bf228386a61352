import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { refused } from '../../observations.js';
import { takenFrom } from './taken.js';
import { type Held, Turn } from './turn.js';

const LOOK_MS = 1_000;
/** A client must take this many bytes a second on the average of a minute. */
const SLOWEST = 1_024;
const AVERAGE_OVER_MS = 60_000;

/** The limits of the connections of a process. */
export interface ConnectionLimits {
  /** Connections at one time. */
  most: number;
  /** Milliseconds after which a client that takes nothing of its answer is cut off. */
  slowMs: number;
  /** Bytes that clients have not taken yet, of all connections together. */
  memory: number;
  /** Whether answers are waiting for memory. */
  isMemoryFull: () => boolean;
}

/** A look at a connection with unsent bytes. */
interface Progress {
  since: number;
  taken: number;
  /** When `taken` has last grown. */
  grownAt: number;
  takenSince: number;
  /** Bytes taken between the last two looks. */
  takenLately: number;
}

/** The connections of a server: their requests in turn, their number, and clients that do not take their answers. */
export class Connections {
  /** The most at one time, since they are limited. */
  most = Infinity;
  private readonly open = new Set<Socket>();
  private readonly turns = new WeakMap<Socket, Turn>();
  /** Those without a request in work. The one that has been idle for the longest comes first. */
  private readonly idle = new Set<Socket>();
  private readonly waiting = new Map<Socket, Progress>();
  private readonly held: Held = { count: 0 };

  /** How many are open. */
  get count(): number {
    return this.open.size;
  }

  /** The request listener that serves the requests of each connection in turn. */
  inTurn(listener: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request;
      let turn = this.turns.get(socket);
      if (!turn) {
        turn = new Turn(socket, listener, this.held, (isBusy) => this.note(socket, isBusy));
        this.turns.set(socket, turn);
      }
      turn.take(request, response);
    };
  }

  /** Closes the connections without a request in work. */
  closeIdle(): void {
    for (const socket of this.idle) socket.destroy();
  }

  /** Holds a server to the limits, from now to its end. */
  limit(server: Server, { most, slowMs, memory, isMemoryFull }: ConnectionLimits): void {
    this.most = most;
    server.on('connection', (socket: Socket) => this.admit(socket));
    const look = () => {
      this.cutSlow(slowMs);
      this.cutForMemory(memory, isMemoryFull());
    };
    const timer = setInterval(look, LOOK_MS).unref();
    server.once('close', () => clearInterval(timer));
  }

  /** Lets a connection in. At the limit the one that has been idle for the longest makes room, and without one it is refused. */
  private admit(socket: Socket): void {
    if (this.open.size >= this.most) {
      const [oldest] = this.idle;
      if (!oldest) {
        refused.tell({ reason: 'connections' });
        socket.destroy();
        return;
      }
      this.forget(oldest);
      oldest.destroy();
    }
    this.open.add(socket);
    this.idle.add(socket);
    socket.once('close', () => this.forget(socket));
  }

  private forget(socket: Socket): void {
    this.open.delete(socket);
    this.idle.delete(socket);
    this.waiting.delete(socket);
  }

  private note(socket: Socket, isBusy: boolean): void {
    if (isBusy) this.idle.delete(socket);
    else if (this.open.has(socket)) this.idle.add(socket);
  }

  /** Cuts off the clients that take nothing of their answers for `slowMs`, or too little on the average. */
  private cutSlow(slowMs: number): void {
    const now = performance.now();
    for (const socket of this.open) {
      if (socket.writableLength === 0) this.waiting.delete(socket);
      else if (isTooSlow(this.look(socket, now), now, slowMs)) cut(socket);
    }
  }

  /**
   * Cuts off the clients that have taken least since the last look, until the bytes that are not taken are below `memory`. If
   * answers are waiting, at least one client is cut off. One that has just begun to take its answer is spared for one look.
   */
  private cutForMemory(memory: number, isFull: boolean): void {
    const unsent = ([socket]: [Socket, Progress]) => socket.writableLength + (this.turns.get(socket)?.unsent ?? 0);
    const all = [...this.waiting].map((one) => ({ socket: one[0], lately: one[1].takenLately, bytes: unsent(one) }));
    let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
    let isFirst = isFull;
    for (const { socket, lately, bytes } of all.sort((a, b) => a.lately - b.lately || b.bytes - a.bytes)) {
      if ((total <= memory && !isFirst) || lately === Infinity) return;
      cut(socket);
      total -= bytes;
      isFirst = false;
    }
  }

  private look(socket: Socket, now: number): Progress {
    const taken = takenFrom(socket);
    const known = this.waiting.get(socket);
    if (!known) {
      const first = { since: now, taken, grownAt: now, takenSince: taken, takenLately: Infinity };
      this.waiting.set(socket, first);
      return first;
    }
    known.takenLately = taken - known.taken;
    if (taken > known.taken) Object.assign(known, { taken, grownAt: now });
    return known;
  }
}

function cut(socket: Socket): void {
  refused.tell({ reason: 'slow-client' });
  socket.destroy();
}

function isTooSlow(progress: Progress, now: number, slowMs: number): boolean {
  if (now - progress.grownAt >= slowMs) return true;
  if (now - progress.since < AVERAGE_OVER_MS) return false;
  const isSlow = (progress.taken - progress.takenSince) * 1_000 < SLOWEST * (now - progress.since);
  Object.assign(progress, { since: now, takenSince: progress.taken });
  return isSlow;
}
