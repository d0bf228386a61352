import { HttpException, HttpStatus } from '@nestjs/common';
import type { WithHeaders } from './errors.filter.js';

/** A 429 whose `Retry-After` says when to try again (RFC 6585, 4). */
export class TooManyRequests extends HttpException implements WithHeaders {
  readonly headers: WithHeaders['headers'];

  constructor(message: string, waitMs: number) {
    super(message, HttpStatus.TOO_MANY_REQUESTS);
    this.headers = { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) };
  }
}
