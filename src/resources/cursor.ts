import { createHash } from 'node:crypto';

/** The last instant that a Date can hold, in milliseconds. */
export const LAST_INSTANT = 8_640_000_000_000_000;

/** A place in an order by an instant and then by id. The thing that it was taken from may have changed or gone. */
export interface Position {
  /** The instant, in milliseconds. */
  at: number;
  id: string;
}

/**
 * The caller, the filters and the order of a list, as JSON can hold them. They tell it from other lists, since a cursor goes
 * with one list only.
 */
export type ListKey = readonly unknown[];

const digestOf = (list: ListKey): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16);

/** An opaque cursor: a position, and the digest of its list. It gives no rights, so it needs no signature. */
export const toCursor = (list: ListKey, { at, id }: Position): string =>
  Buffer.from(JSON.stringify([digestOf(list), at, id])).toString('base64url');

/** The position in a cursor; undefined when the text is no cursor, or belongs to another list. */
export function fromCursor(list: ListKey, cursor: string): Position | undefined {
  try {
    const [digest, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const position = { at: Number(at), id: String(id) };
    const isPlace = Number.isInteger(at) && Math.abs(position.at) <= LAST_INSTANT && /^[0-9a-f]{24}$/.test(position.id);
    const fits = digest === digestOf(list) && isPlace;
    return fits && toCursor(list, position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
