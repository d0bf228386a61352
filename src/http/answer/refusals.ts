import { HttpException, HttpStatus, PreconditionFailedException } from '@nestjs/common';
import { etagOf } from './conditional.js';

/** An HTTP exception with headers of its own, such as `WWW-Authenticate`. */
export interface WithHeaders {
  readonly headers: Record<string, string>;
}

/** A 429 whose `Retry-After` says when to try again (RFC 6585, 4). */
export class TooManyRequests extends HttpException implements WithHeaders {
  readonly headers: WithHeaders['headers'];

  constructor(message: string, waitMs: number) {
    super(message, HttpStatus.TOO_MANY_REQUESTS);
    this.headers = { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) };
  }
}

/** A 412 whose `ETag` is that of the present version, so that a client can compare without another request. */
export class PreconditionFailed extends PreconditionFailedException implements WithHeaders {
  readonly headers: WithHeaders['headers'];

  constructor(message: string, version: number) {
    super(message);
    this.headers = { ETag: etagOf(version) };
  }
}
