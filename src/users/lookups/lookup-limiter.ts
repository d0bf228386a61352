/** What each caller may look up in each window of time. */
export const LOOKUPS = { points: 60, duration: 60 /* seconds */ };

/** Counts the look-ups of each caller, over all replicas. */
export abstract class LookupLimiter {
  /** Counts one. @returns 0 when it is within the limit, else the milliseconds until the next window */
  abstract take(callerId: string): Promise<number>;
}
