import { UnauthorizedException } from '@nestjs/common';
import type { WithHeaders } from '../../http/answer/refusals.js';
import { withoutStack } from '../../http/answer/without-stack.js';
import type { SecurityEvent, WithEvent } from '../../http/security/security-events.js';

const MESSAGES = {
  none: 'An access token is needed',
  expired: 'The access token has expired',
  revoked: 'The access token is revoked',
  invalid: 'The access token is invalid',
};

const EVENTS: Partial<Record<keyof typeof MESSAGES, SecurityEvent>> = {
  expired: 'session_use_after_expire',
  revoked: 'authn_token_reuse',
};

/** A 401 whose `WWW-Authenticate` header says why the token was refused (RFC 6750, 3). */
class BearerChallenge extends UnauthorizedException implements WithHeaders, Partial<WithEvent> {
  readonly headers: WithHeaders['headers'];
  readonly event?: SecurityEvent;

  constructor(reason: keyof typeof MESSAGES) {
    super(MESSAGES[reason]);
    this.event = EVENTS[reason];
    const error = reason === 'none' ? '' : `, error="invalid_token", error_description="${reason}"`;
    this.headers = { 'WWW-Authenticate': `Bearer realm="todo"${error}` };
  }
}

/** The refusal of a token, for this reason. */
export const challenge = (reason: keyof typeof MESSAGES): BearerChallenge =>
  withoutStack(() => new BearerChallenge(reason));
