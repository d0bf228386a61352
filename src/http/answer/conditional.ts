import { tagsOf } from '../request/entity-tags.js';

/** The strong ETag of a version (RFC 9110, 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/** Whether `If-None-Match` names this tag. Tags are compared weakly (RFC 9110, 13.1.2). */
export const matchesNone = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag));
