import { ForbiddenException, HttpException, HttpStatus, PreconditionFailedException } from '@nestjs/common';
import type { SecurityEvent, WithEvent } from '../security/security-events.js';
import { etagOf } from './conditional.js';

/** An HTTP exception with headers of its own, such as `WWW-Authenticate`. */
export interface WithHeaders {
  readonly headers: Record<string, string>;
}

/** How often something may be done in a window of time. */
export interface Policy {
  name: string;
  points: number;
  seconds: number;
}

/**
 * A 429 whose `Retry-After` says when to try again (RFC 6585, 4). `RateLimit-Policy` and `RateLimit` tell the policy, and
 * that nothing of it is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
export class TooManyRequests extends HttpException implements WithHeaders, WithEvent {
  readonly headers: WithHeaders['headers'];
  readonly event = 'excess_rate_limit_exceeded' satisfies SecurityEvent;
  /** The name of the limit. */
  readonly limit?: string;

  constructor(message: string, waitMs: number, policy?: Policy) {
    super(message, HttpStatus.TOO_MANY_REQUESTS);
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    this.headers = { 'Retry-After': String(seconds) };
    if (!policy) return;
    this.limit = policy.name;
    this.headers['RateLimit-Policy'] = `"${policy.name}";q=${policy.points};w=${policy.seconds}`;
    this.headers.RateLimit = `"${policy.name}";r=0;t=${seconds}`;
  }
}

/** A 403 for a caller who has as much as one user may have. */
export class QuotaReached extends ForbiddenException implements WithEvent {
  readonly event = 'excess_rate_limit_exceeded' satisfies SecurityEvent;

  constructor(
    message: string,
    /** The name of the limit. */
    readonly limit: string,
  ) {
    super(message);
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
