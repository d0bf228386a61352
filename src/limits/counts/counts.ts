import type { Policy } from '../../http/answer/refusals.js';

/** How often something may be done with one key. `name` tells the keys of one limit from those of another. */
export type Limit = Policy;

/** The outcome of a try. `waitMs` is the time until the window ends. */
export interface Taken {
  allowed: boolean;
  waitMs: number;
}

/** The tries of a window that has not ended, and the time until it does. */
export interface Tries {
  taken: number;
  waitMs: number;
}

/**
 * Counts what is done with a key, in windows of time: a window begins with the first try and ends after the seconds of the
 * limit. The counts are those of all replicas.
 */
export abstract class Counts {
  /** Counts one try, also when it is not allowed. Of tries at one time, as many are allowed as the limit says. */
  abstract take(limit: Limit, key: string): Promise<Taken>;

  /** Takes back one try of the present window; the count does not go below zero. */
  abstract giveBack(limit: Limit, key: string): Promise<void>;

  /** The tries of the present window; undefined when there is none. */
  abstract find(limit: Limit, key: string): Promise<Tries | undefined>;

  /** Forgets the tries with a key. */
  abstract reset(limit: Limit, key: string): Promise<void>;
}
