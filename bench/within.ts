/** How long the bench waits for anything by default. On a busy machine all takes longer; the limit only ends a hang. */
export const AT_MOST_MS = 60_000;

/** Waits for `promise`. @throws an error that names what it waited for, when that fails or takes too long */
export async function within<T>(what: string, promise: Promise<T>, atMostMs = AT_MOST_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not come within ${atMostMs} ms`)), atMostMs);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw new Error(`there is no ${what}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
