import { isatty } from 'node:tty';
import { destination, type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';

/** How long a line may wait to be written together with others. */
const FLUSH_MS = 100;
const BATCH_BYTES = 4_096;

/** The properties of an error that show its cause. The others are left out, since drivers keep values of users in them. */
function err(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, stack, code: code as unknown };
}

/** The format of a line, wherever it is written. */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err },
});

/**
 * Logs to standard output, or to another file descriptor. A terminal gets one readable line for each call, with the stack of
 * an error below it; any other output gets JSON lines in batches, which are flushed at exit.
 */
export async function createLogger(level: string, fd = 1): Promise<Logger> {
  const options = logOptions(level);
  if (isatty(fd)) {
    const { default: pretty } = await import('pino-pretty');
    return pino(options, pretty({ destination: fd, sync: true, singleLine: true }));
  }
  return pino(options, destination({ dest: fd, sync: false, minLength: BATCH_BYTES, periodicFlush: FLUSH_MS }));
}
