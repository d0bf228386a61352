import { UnauthorizedException } from '@nestjs/common';
import type { WithHeaders } from '../../http/answer/refusals.js';

const MESSAGES = {
  none: 'An access token is needed',
  expired: 'The access token has expired',
  revoked: 'The access token is revoked',
  invalid: 'The access token is invalid',
};

/** A 401 whose `WWW-Authenticate` header says why the token was refused (RFC 6750, 3). */
export class BearerChallenge extends UnauthorizedException implements WithHeaders {
  readonly headers: WithHeaders['headers'];

  constructor(reason: keyof typeof MESSAGES) {
    super(MESSAGES[reason]);
    const error = reason === 'none' ? '' : `, error="invalid_token", error_description="${reason}"`;
    this.headers = { 'WWW-Authenticate': `Bearer realm="todo"${error}` };
  }
}
