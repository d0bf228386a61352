import { BadRequestException } from '@nestjs/common';
import type { Page, Pages } from '../http/answer/pages.js';
import { fromCursor, type ListKey, type Position, toCursor } from './cursor.js';

/** How many items a client can ask for on one page of a list. */
export const PAGE_SIZE = { min: 1, max: 200 };
/** The length of a page when there is a cursor and no `limit`. */
const PAGE_WITH_CURSOR = 50;
/**
 * The most rows that are read at a time while a whole list is sent. Memory stays flat, and other requests get their turn in
 * between.
 */
const ROWS_AT_ONCE = 100;
/** Items may be long. This is about how many bytes a part should have, judged by the part before. */
const PART_BYTES = 256 * 1_024;

/** A client asks for one page of a list, from a place on; or for the whole list. */
export interface Asked {
  limit?: number;
  cursor?: string;
}

/** A list that can be read in parts. */
export interface ReadableList<T> {
  key: ListKey;
  /** The items after a position, in the order of the list, as many as `limit` at most. */
  read: (part: { after: Position | undefined; limit: number }) => Promise<T[]>;
  positionOf: (item: T) => Position;
  /** About how many bytes an item has. */
  bytesOf: (item: T) => number;
}

/**
 * Reads one page where a limit or a cursor is given. Otherwise reads the whole list, each part when the client has taken the
 * one before.
 * @throws BadRequestException when the cursor belongs to another list
 */
export function readPages<T>(
  list: ReadableList<T>,
  { cursor, limit = cursor === undefined ? undefined : PAGE_WITH_CURSOR }: Asked,
): Pages<T> {
  const after = cursor === undefined ? undefined : fromCursor(list.key, cursor);
  if (cursor !== undefined && !after) throw new BadRequestException('cursor must be one that this list answered with');
  return limit === undefined ? wholeList(list) : onePage(list, after, limit);
}

/** The iterators below are no generators: those would keep the rows of a part until the client has taken it. */
function onePage<T>(list: ReadableList<T>, after: Position | undefined, limit: number): Pages<T> {
  let isRead = false;
  const next = async (): Promise<IteratorResult<Page<T>, void>> => {
    if (isRead) return { done: true, value: undefined };
    isRead = true;
    const found = await list.read({ after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const cursor = last && found.length > limit ? toCursor(list.key, list.positionOf(last)) : undefined;
    return { done: false, value: { items, more: false, next: cursor } };
  };
  return { next };
}

function wholeList<T>(list: ReadableList<T>): Pages<T> {
  let rows = ROWS_AT_ONCE;
  let after: Position | undefined;
  let more = true;
  const next = async (): Promise<IteratorResult<Page<T>, void>> => {
    if (!more) return { done: true, value: undefined };
    const items = await list.read({ after, limit: rows });
    const last = items.at(-1);
    after = last && list.positionOf(last);
    more = items.length === rows;
    rows = rowsLike(items, list.bytesOf);
    return { done: false, value: { items, more } };
  };
  return { next };
}

/** How many rows of the same size as these make a part. */
function rowsLike<T>(items: T[], bytesOf: (item: T) => number): number {
  const bytes = items.reduce((sum, item) => sum + bytesOf(item), 0);
  return Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor((PART_BYTES * items.length) / Math.max(bytes, 1))));
}
