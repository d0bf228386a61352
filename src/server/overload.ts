import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { envelope } from '../http/answer/envelope.js';
import { refused, requestEnded } from '../observations.js';

/** A short rush is served, however long its queue. Only a queue that stays for this long is an overload. */
const STANDING_MS = 1_000;
/** A look at the queue, and a line of the log, are at least this far apart. */
const CALM_MS = 1_000;
/** The event loop has been waiting, so nothing was queued, when it has been idle for longer than this. */
const IDLE_MS = 0.1;
const RETRY_AFTER_SECONDS = '1';

const BODY = JSON.stringify(envelope(503, 'The server has too much to do', null, 'Service Unavailable'));

/** The number of the present turn of the event loop. In one turn, each connection may have something to read. */
const turnOfLoop = (): number => performance.nodeTiming.uvMetricsInfo.loopCount;

/** An overload is measured by these, and reported to them. */
export interface OverloadOptions {
  /** Milliseconds that a request may wait for its turn while there is an overload. */
  queueMs: number;
  /** Whether what is begun now would wait too long for the database. */
  isCrowded: () => boolean;
  log: Logger;
  /** Headers of every answer. */
  headers: Record<string, string>;
  /** The headers for a page of another origin. */
  crossOrigin: (origin: string) => Record<string, string>;
}

/** The time and the idle time of the event loop, in milliseconds. */
export interface LoopClock {
  now(): number;
  idle(): number;
}

const loopClock: LoopClock = { now: () => performance.now(), idle: () => performance.nodeTiming.idleTime };

/**
 * Refuses requests while this process has more to do than it can. A request waits in the kernel until the event loop comes to
 * it, so it has waited for as long as the turn of the loop before this one took, and for what this turn has taken so far. When
 * that has been too long for a second, requests that have waited too long are refused before any work is done for them, which
 * costs a small part of serving them. The others are served in time. Where requests wait for the database instead, the same is
 * done while it is crowded.
 */
export class Overload {
  private options?: OverloadOptions;
  /** When the present turn of the loop served its first request, and how long the turn before it took. */
  private began = 0;
  private before = 0;
  private idle = 0;
  private turn = -1;
  /** Since when requests have waited too long. */
  private since?: number;
  /** When a request was last refused; undefined while there is no overload. */
  private refusedAt?: number;
  private refused = 0;

  constructor(private readonly clock: LoopClock = loopClock) {}

  /** From now on, requests are refused when there is too much to do. */
  limit(options: OverloadOptions): void {
    this.options = options;
  }

  /** A listener that passes on what this process can serve. Probes are always served. */
  guard(listener: RequestListener): RequestListener {
    return (request, response) => {
      const { options } = this;
      if (!options || !this.isTooLate(options) || request.url?.startsWith('/health/')) listener(request, response);
      else this.refuse(request, response, options);
    };
  }

  private isTooLate({ queueMs, isCrowded }: OverloadOptions): boolean {
    const now = this.clock.now();
    if (this.turn !== turnOfLoop()) this.open(now);
    const waited = this.before + now - this.began;
    if (waited <= queueMs && !isCrowded()) {
      this.since = undefined;
      return false;
    }
    // A turn in which ever more requests arrive may never end.
    this.since ??= now;
    if (this.refusedAt !== undefined && now - this.refusedAt < CALM_MS) return true;
    return now - this.since >= STANDING_MS;
  }

  /** Begins a turn of the loop. */
  private open(now: number): void {
    const idle = this.clock.idle();
    this.before = idle - this.idle > IDLE_MS ? 0 : now - this.began;
    this.idle = idle;
    this.began = now;
    this.turn = turnOfLoop();
  }

  private refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { log, headers, crossOrigin }: OverloadOptions,
  ): void {
    this.refusedAt = this.clock.now();
    refused.tell({ reason: 'overload' });
    requestEnded.tell({ request, method: request.method ?? '', route: undefined, status: 503, ms: 0 });
    if (this.refused++ === 0) {
      setTimeout(() => {
        log.warn({ refused: this.refused }, 'requests were refused, since there was too much to do');
        this.refused = 0;
      }, CALM_MS).unref();
    }
    const { origin } = request.headers;
    response.writeHead(503, {
      ...headers,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': BODY.length,
      'Retry-After': RETRY_AFTER_SECONDS,
      'X-Request-Id': randomUUID(),
      ...(origin === undefined ? {} : crossOrigin(origin)),
    });
    response.end(request.method === 'HEAD' ? undefined : BODY);
  }
}
