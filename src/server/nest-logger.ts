import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';
import { StartError } from '../config/start-error.js';

/** Nest's own parts that report its start. */
const OF_NEST = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Writes what is logged through Nest with our logger. The messages of Nest about its start are for debugging. */
export class NestLogger implements LoggerService {
  readonly log = this.at('info');
  readonly debug = this.at('debug');
  readonly verbose = this.at('trace');
  readonly warn = this.at('warn');
  readonly error = this.at('error');
  readonly fatal = this.at('fatal');

  constructor(private readonly pino: Logger) {}

  /** Nest passes a message, an object or an error, perhaps further values, and last the name of the context. */
  private at(level: Level): LoggerService['log'] {
    return (first: unknown, ...rest: unknown[]) => {
      // start() prints it, without a stack.
      if (first instanceof StartError) return;
      const context = rest.pop();
      const as = level === 'info' && OF_NEST.has(String(context)) ? 'debug' : level;
      if (typeof first === 'string') this.pino[as]({ context }, first);
      else
        this.pino[as](
          { context, ...(first instanceof Error ? { err: first } : (first as object)) },
          typeof rest[0] === 'string' ? rest[0] : '',
        );
    };
  }
}
