/** The look-ups of one caller in one window of time. */
export const LOOKUPS = { points: 60, duration: 60 /* seconds */ };

/** Counts the look-ups of each caller over all replicas. */
export abstract class LookupLimiter {
  /** Counts one look-up. @returns 0 within the limit, else the milliseconds until the next window */
  abstract take(callerId: string): Promise<number>;
}
