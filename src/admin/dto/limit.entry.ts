import type { Tries } from '../../limits/counts/counts.js';
import type { Counted } from '../../limits/limits.js';

/** A limit and what counts towards it, as an operator sees it. */
export class LimitEntry {
  limit!: string;
  /** The tries that count. */
  taken!: number;
  most!: number;
  /** The seconds until they no longer count; 0 when there are none. */
  endsIn!: number;

  static from({ limit }: Counted, { taken, waitMs }: Tries = { taken: 0, waitMs: 0 }): LimitEntry {
    return { limit: limit.name, taken, most: limit.points, endsIn: Math.ceil(waitMs / 1_000) };
  }
}
