import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Versions } from '../../versions.js';
import { tagsOf } from './entity-tags.js';

/**
 * The `If-Match` and `If-None-Match` of a write, as a parameter of its handler. `If-Match` is compared strongly and
 * `If-None-Match` weakly. A malformed header matches nothing.
 */
export const Preconditions = createParamDecorator((_: unknown, context: ExecutionContext): Versions => {
  const { 'if-match': match, 'if-none-match': noneMatch } = context.switchToHttp().getRequest<Request>().headers;
  const only = match === undefined ? '*' : versionsIn(match);
  const except = noneMatch === undefined ? undefined : versionsIn(noneMatch.replaceAll('W/"', '"'));
  return { only: only === '*' ? undefined : only, except };
});

/** The versions that the strong tags of a header name. */
function versionsIn(header: string): number[] | '*' {
  if (header.trim() === '*') return '*';
  const strong = tagsOf(header).filter((tag) => /^"[1-9]\d{0,14}"$/.test(tag));
  return strong.map((tag) => Number(tag.slice(1, -1)));
}
