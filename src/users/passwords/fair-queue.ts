import { LRUCache } from 'lru-cache';
import { Unavailable } from '../../errors.js';

/** Addresses of which it is known when they were served last. */
const MOST_ADDRESSES = 10_000;

/** Where a task comes from. */
export interface Origin {
  address: string;
  /** Aborted when nobody waits for the outcome any more. */
  gone: AbortSignal;
}

interface Waiting extends Origin {
  since: number;
  start: () => void;
  refuse: (error: Unavailable) => void;
}

/** The limits of a queue. */
export interface QueueLimits {
  /** Tasks that run at once. */
  atOnce: number;
  /** Tasks that wait. */
  mostWaiting: number;
  /** Milliseconds after which a task is not begun any more. */
  longestMs: number;
}

const refusal = () => new Unavailable('Too many sign-ins are waiting');

/**
 * Lets a few tasks run at once, in fair turns: the address that was served longest ago is next, so an address with many tasks
 * delays others by one. There are two kinds of tasks, which alternate while both are waiting, so that one cannot starve the
 * other. A task is dropped when nobody waits for its outcome any more. When too many are waiting, the newest task of the
 * address with the most is refused. A task that has waited for too long is refused as well: others came before it again and
 * again, and its client would be gone before the outcome.
 */
export class FairQueue<Kind extends string> {
  private waiting: (Waiting & { kind: Kind })[] = [];
  private readonly servedAt = new LRUCache<string, number>({ max: MOST_ADDRESSES });
  private served = 0;
  private running = 0;
  private lastKind?: Kind;

  constructor(private readonly limits: QueueLimits) {}

  /** How many tasks wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Runs a task in its turn. @throws Unavailable when it is refused or dropped */
  async run<T>(kind: Kind, origin: Origin, task: () => Promise<T>): Promise<T> {
    await this.turn(kind, origin);
    try {
      return await task();
    } finally {
      this.running--;
      this.next();
    }
  }

  private turn(kind: Kind, { address, gone }: Origin): Promise<void> {
    return new Promise((resolve, reject) => {
      const drop = () => {
        this.leave(waiting);
        reject(refusal());
      };
      const settle = (then: () => void) => {
        gone.removeEventListener('abort', drop);
        then();
      };
      const waiting = {
        kind,
        address,
        gone,
        since: performance.now(),
        start: () => {
          settle(resolve);
        },
        refuse: (error: Unavailable) => {
          settle(() => {
            reject(error);
          });
        },
      };
      if (gone.aborted) {
        reject(refusal());
        return;
      }
      gone.addEventListener('abort', drop);
      this.waiting.push(waiting);
      this.next();
      if (this.waiting.length > this.limits.mostWaiting) this.refuseOne();
    });
  }

  private next(): void {
    if (this.running >= this.limits.atOnce) return;
    this.refuseLate();
    if (this.waiting.length === 0) return;
    const others = this.waiting.filter(({ kind }) => kind !== this.lastKind);
    const next = (others.length > 0 ? others : this.waiting).reduce((first, one) =>
      this.lastServed(one) < this.lastServed(first) ? one : first,
    );
    this.leave(next);
    this.lastKind = next.kind;
    this.servedAt.set(next.address, ++this.served);
    this.running++;
    next.start();
  }

  private refuseLate(): void {
    const earliest = performance.now() - this.limits.longestMs;
    for (const late of this.waiting.filter(({ since }) => since < earliest)) {
      this.leave(late);
      late.refuse(refusal());
    }
  }

  /** Of addresses with equally many tasks, the one that was served last loses. */
  private refuseOne(): void {
    const counts = new Map<string, number>();
    for (const { address } of this.waiting) counts.set(address, (counts.get(address) ?? 0) + 1);
    const rank = (one: Waiting) => [counts.get(one.address) ?? 0, this.lastServed(one)] as const;
    const loser = this.waiting.reduce((worst, one) => {
      const [[count, servedAt], [mostCount, lastServed]] = [rank(one), rank(worst)];
      return count > mostCount || (count === mostCount && servedAt >= lastServed) ? one : worst;
    });
    this.leave(loser);
    loser.refuse(refusal());
  }

  private lastServed({ address }: Waiting): number {
    return this.servedAt.get(address) ?? 0;
  }

  private leave(one: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== one);
  }
}
