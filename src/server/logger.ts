import { destination, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';

/** How long a line may wait for others to be written with it. */
const FLUSH_MS = 100;
const BATCH_BYTES = 4_096;

/** Of an error what tells the cause, and none of the further properties, in which drivers keep the values at hand. */
function err(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, stack, code: code as unknown };
}

/** How a line is made, wherever it goes. */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err },
});

/** JSON lines on standard output, written in batches off the hot path and flushed at exit; readable ones on a terminal. */
export async function createLogger(level: string): Promise<Logger> {
  const options = logOptions(level);
  if (process.stdout.isTTY) {
    const { default: pretty } = await import('pino-pretty');
    return pino(options, pretty({ sync: true }));
  }
  return pino(options, destination({ sync: false, minLength: BATCH_BYTES, periodicFlush: FLUSH_MS }));
}
