import { LRUCache } from 'lru-cache';
import { Counts, type Limit, type Taken, type Tries } from './counts.js';

/** Keys that are counted at once, about 20 MB. Beyond that the key that has been used least recently is forgotten. */
const MOST_KEYS = 100_000;

interface Count {
  taken: number;
  endsAt: number;
}

/** The counts of this process alone, in its memory. */
export class MemoryCounts extends Counts {
  private readonly counts = new LRUCache<string, Count>({ max: MOST_KEYS });

  async take(limit: Limit, key: string): Promise<Taken> {
    const count = this.current(limit, key) ?? { taken: 0, endsAt: Date.now() + limit.seconds * 1_000 };
    count.taken++;
    this.counts.set(nameOf(limit, key), count);
    return { allowed: count.taken <= limit.points, waitMs: count.endsAt - Date.now() };
  }

  async giveBack(limit: Limit, key: string): Promise<void> {
    const count = this.current(limit, key);
    if (count) count.taken = Math.max(0, count.taken - 1);
  }

  async find(limit: Limit, key: string): Promise<Tries | undefined> {
    const count = this.current(limit, key);
    return count && { taken: count.taken, waitMs: count.endsAt - Date.now() };
  }

  async reset(limit: Limit, key: string): Promise<void> {
    this.counts.delete(nameOf(limit, key));
  }

  private current(limit: Limit, key: string): Count | undefined {
    const count = this.counts.get(nameOf(limit, key));
    return count && count.endsAt > Date.now() ? count : undefined;
  }
}

const nameOf = ({ name }: Limit, key: string) => `${name}:${key}`;
