import type { LoggerService } from '@nestjs/common';
import { destination, type Level, type Logger, pino } from 'pino';

/** JSON lines on standard output, written off the hot path; `flushSync` before the process ends. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ sync: false, minLength: 0 }),
  );
}

/** Nest's own logger, going the same way as everything else. */
export class NestLogger implements LoggerService {
  readonly log = this.at('info');
  readonly error = this.at('error');
  readonly warn = this.at('warn');
  readonly debug = this.at('debug');
  readonly verbose = this.at('trace');
  readonly fatal = this.at('fatal');

  constructor(private readonly pino: Logger) {}

  /** Nest passes a message or an object, maybe more of them, and the name of the context last. */
  private at(level: Level): LoggerService['log'] {
    return (message: unknown, ...rest: unknown[]) => {
      const context = rest.pop();
      const fields = typeof message === 'object' ? message : undefined;
      const text = fields ? rest.find((part) => typeof part === 'string') : message;
      this.pino[level]({ context, ...fields }, text as string);
    };
  }
}
