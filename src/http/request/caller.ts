import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The user who sent a request, and the session that the token of the request belongs to. */
export interface Caller {
  id: string;
  sessionId: string;
}

const CALLER = Symbol('caller');

interface Called {
  [CALLER]?: Caller;
}

/** Records the caller of a request. Only the bearer guard calls this. */
export const setCaller = (request: IncomingMessage & Called, caller: Caller): void => void (request[CALLER] = caller);

/** The caller of a request; undefined on a public route. */
export const callerOf = (request: IncomingMessage & Called): Caller | undefined => request[CALLER];

/** The caller of a closed route, as a parameter of its handler. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest());
  if (!caller) throw new Error('@SignedIn on a public route');
  return caller;
});
