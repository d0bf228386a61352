import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** The strong ETag of a version (RFC 9110, 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

const TAGS = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*\s*$/;
const TAG = /(?:W\/)?"[^"]*"/g;

/** The tags of a list; none of a malformed one, which so matches nothing. */
const tagsOf = (header: string): string[] => (TAGS.test(header) ? (header.match(TAG) ?? []) : []);

/** Whether `If-None-Match` names this tag, compared weakly (RFC 9110, 13.1.2). */
export const matchesNone = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag));

/**
 * The versions that `If-Match` names, compared strongly (RFC 9110, 13.1.1), as a handler's parameter.
 * @returns undefined without the header, and for `*`: any version will do
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number[] | undefined => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  return tagsOf(header)
    .filter((tag) => /^"[1-9]\d{0,14}"$/.test(tag))
    .map((tag) => Number(tag.slice(1, -1)));
});
