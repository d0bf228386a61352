const AT_MOST_MS = 60_000;

/** Asks again and again until there is an answer. @throws when there is none in time, with the last error as its cause */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, atMostMs = AT_MOST_MS): Promise<T> {
  let cause: unknown;
  for (const deadline = Date.now() + atMostMs; Date.now() < deadline;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    await pause(20);
  }
  throw new Error(`not within ${atMostMs} ms: ${what}`, { cause });
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
