import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/** Catches a hang, before the limit of a test does. */
export const AT_MOST_MS = 240_000;

/**
 * Asks again and again until the answer is neither undefined nor false, and gives that answer.
 * @throws when there is none in time, with the last error as the cause
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  atMostMs = AT_MOST_MS,
): Promise<T> {
  let cause: unknown;
  for (const deadline = Date.now() + atMostMs; Date.now() < deadline;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    await pause(20);
  }
  throw new Error(`not within ${atMostMs} ms: ${what}`, { cause });
}
