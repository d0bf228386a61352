import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who signed in: the user a request speaks for, and the session it does so in. */
export interface Caller {
  id: string;
  sessionId: string;
}

const callers = new WeakMap<IncomingMessage, Caller>();

/** Remembers who a request speaks for; the guard alone says so. */
export const setCaller = (request: IncomingMessage, caller: Caller): void => void callers.set(request, caller);

/** Who a request speaks for; undefined on a public route. */
export const callerOf = (request: IncomingMessage): Caller | undefined => callers.get(request);

/** The caller of a closed route, as a handler's parameter. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest());
  if (!caller) throw new Error('@SignedIn on a public route');
  return caller;
});
