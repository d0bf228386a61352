import { NotFoundException } from '@nestjs/common';
import type { Request } from 'express';

/** What Nest throws for a route that does not exist; its message repeats the raw URL, the query string included. */
export const unknownRoute = ({ method, originalUrl }: Request): NotFoundException =>
  new NotFoundException(`Cannot ${method} ${originalUrl}`);

/** What is answered instead: the same without the query string; undefined for any other error. */
export function unknownRouteMessage(error: Error, request: Request): string | undefined {
  const { message } = unknownRoute(request);
  return error instanceof NotFoundException && error.message === message ? message.split('?', 1)[0] : undefined;
}
