import { Injectable, Logger } from '@nestjs/common';
import { securityEvent } from '../../observations.js';

/** The events of the OWASP Logging Vocabulary that this API has, with the level of their log lines. */
const LEVELS = {
  authn_login_success: 'log',
  authn_login_fail: 'warn',
  authn_login_lock: 'warn',
  authn_password_change: 'log',
  authn_password_change_fail: 'warn',
  authn_token_revoked: 'log',
  authn_token_reuse: 'warn',
  authz_fail: 'warn',
  authz_admin: 'warn',
  excess_rate_limit_exceeded: 'warn',
  session_use_after_expire: 'log',
  user_created: 'log',
  user_updated: 'log',
  user_deleted: 'log',
} as const;

export type SecurityEvent = keyof typeof LEVELS;

/** All of them. */
export const SECURITY_EVENTS = Object.keys(LEVELS) as SecurityEvent[];

/** An exception that is a security event, too. */
export interface WithEvent {
  readonly event: SecurityEvent;
}

/** The request that an event belongs to. */
export interface Source {
  requestId?: string;
  /** The address of the client: IPv4, or an IPv6 network of 64 bits. */
  address?: string;
  /** The name of the operator whose command it is, by their own account. */
  operator?: string;
}

/** The things that an event is about. None of them may be an email in clear, a token or a body. */
export interface Subject {
  userId?: string;
  /** A keyed hash of the email that was sent, as a name for an account that may not exist. */
  account?: string;
  /** The id of the todo or the user that was asked for. */
  objectId?: string;
  /** The name of the limit that is reached. */
  limit?: string;
  /** The command of an operator. */
  command?: string;
  /** Whether the command was done. */
  done?: boolean;
}

/** Writes each security event as one log line. `docs/security.md` lists them. */
@Injectable()
export class SecurityEvents {
  private readonly logger = new Logger('Security');

  write(event: SecurityEvent, { requestId, address, operator }: Source, subject: Subject): void {
    securityEvent.tell({ event });
    this.logger[LEVELS[event]]({ event, requestId, address, operator, ...subject });
  }
}
