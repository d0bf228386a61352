import { destination, type Logger, pino } from 'pino';

/** How long a line may wait for others to be written with it. */
const FLUSH_MS = 100;
const BATCH_BYTES = 4_096;

/** JSON lines on standard output, written in batches off the hot path and flushed at exit; readable ones on a terminal. */
export async function createLogger(level: string): Promise<Logger> {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (process.stdout.isTTY) {
    const { default: pretty } = await import('pino-pretty');
    return pino(options, pretty({ sync: true }));
  }
  return pino(options, destination({ sync: false, minLength: BATCH_BYTES, periodicFlush: FLUSH_MS }));
}
