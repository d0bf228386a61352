import { STATUS_CODES } from 'node:http';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  ForbiddenException,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Busy, LowSpace, Unavailable } from '../../errors.js';
import { refused, type RefusalReason } from '../../observations.js';
import { callerOf } from '../request/caller.js';
import { Clients } from '../request/client.js';
import { requestIdOf } from '../request/request-id.js';
import { SecurityEvents, type Subject, type WithEvent } from '../security/security-events.js';
import { BAD_REQUEST, type Envelope, envelope } from './envelope.js';
import { addHeader, sendJson } from './head.js';
import { QuotaReached, TooManyRequests, type WithHeaders } from './refusals.js';

const RETRY_AFTER_SECONDS = '1';

/** Puts every error into the envelope, whether a guard, a pipe, a handler or Express reports it. */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly events: SecurityEvents,
    private readonly clients: Clients,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      // A stream that fails midway must not look complete. An answer that the deadline has sent is complete already.
      if (!response.writableEnded) response.destroy();
      return;
    }
    tellRefusal(error);
    this.report(error, request);
    const body = this.answer(error, request);
    const { headers } = (error ?? {}) as Partial<WithHeaders>;
    for (const [name, value] of Object.entries(headers ?? {})) addHeader(response, name, value);
    if (body.statusCode === 503) addHeader(response, 'Retry-After', RETRY_AFTER_SECONDS);
    sendJson(response, body.statusCode, JSON.stringify(body));
  }

  /** Writes the security event that a refusal is. */
  private report(error: unknown, request: Request): void {
    const { event, limit } = (error ?? {}) as Partial<WithEvent> & Pick<Subject, 'limit'>;
    const name = event ?? (error instanceof ForbiddenException ? 'authz_fail' : undefined);
    if (!name) return;
    const { id, todo_id, todoId = todo_id } = request.params as Record<string, string | undefined>;
    const source = { requestId: requestIdOf(request), address: this.clients.of(request).address };
    this.events.write(name, source, { userId: callerOf(request)?.id, objectId: todoId ?? id, limit });
  }

  private answer(error: unknown, request: Request): Envelope {
    if (error instanceof HttpException && error.getStatus() < 500) {
      const status = error.getStatus();
      const message = unknownRouteMessage(error, request) ?? error.message;
      return envelope(status, message, null, status === 400 ? BAD_REQUEST : (STATUS_CODES[status] ?? null));
    }
    if (error instanceof Unavailable) {
      if (!(error instanceof LowSpace || error instanceof Busy)) {
        this.logger.warn({ requestId: requestIdOf(request), err: error.cause }, error.message);
      }
      return envelope(503, error.message, null, STATUS_CODES[503]);
    }
    this.logger.error({ requestId: requestIdOf(request), err: error }, 'unknown failure');
    return envelope(500, null);
  }
}

/** Tells the refusals that have to do with how much is asked of the server, and not with one request. */
function tellRefusal(error: unknown): void {
  if (error instanceof TooManyRequests || error instanceof QuotaReached)
    refused.tell({ reason: 'limit', limit: error.limit ?? 'lists' });
  else if (error instanceof Unavailable) refused.tell({ reason: reasonOf(error) });
}

function reasonOf(error: Unavailable): RefusalReason {
  if (error instanceof Busy) return 'overload';
  return error instanceof LowSpace ? 'low-space' : 'unavailable';
}

/** The error of a route that does not exist, worded as Nest words it: the message repeats the raw URL with its query string. */
export const unknownRoute = ({ method, originalUrl }: Request): NotFoundException =>
  new NotFoundException(`Cannot ${method} ${originalUrl}`);

/** The message that is answered for an unknown route: the same without the query string. Undefined for any other error. */
function unknownRouteMessage(error: Error, request: Request): string | undefined {
  const { message } = unknownRoute(request);
  return error instanceof NotFoundException && error.message === message ? message.split('?', 1)[0] : undefined;
}
