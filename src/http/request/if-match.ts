import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { tagsOf } from './entity-tags.js';

/**
 * The versions that `If-Match` names, as a handler's parameter. Tags are compared strongly (RFC 9110, 13.1.1).
 * @returns undefined without the header, and for `*`: any version matches
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number[] | undefined => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  return tagsOf(header)
    .filter((tag) => /^"[1-9]\d{0,14}"$/.test(tag))
    .map((tag) => Number(tag.slice(1, -1)));
});
