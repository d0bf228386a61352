import { trusted, Types } from 'mongoose';
import type { Versions } from '../../versions.js';

export type Filter = Record<string, unknown>;

/** The ObjectId of an id. */
export const oid = (id: string) => new Types.ObjectId(id);

/** The filter of the documents that are at one of the allowed versions. */
export function atVersion({ only, except }: Versions = {}): Filter {
  if (except === '*') return { version: trusted({ $in: [] }) };
  const conditions = { ...(only && { $in: only }), ...(except && { $nin: except }) };
  return only || except ? { version: trusted(conditions) } : {};
}

/** Bounds of an instant in milliseconds, and the position after which a page begins. */
export interface Bounds {
  from?: number;
  to?: number;
  after?: { at: number; id: string };
}

/**
 * The bounds of a key, as one or two ranges. The documents that share the key of the position are a range of their own: in one
 * range with the rest, a page in the midst of a thousand undated todos would begin at the first of them.
 */
export function ranges(key: string, descending: boolean, { from, to, after }: Bounds): Filter[] {
  const range: Filter = {};
  if (from !== undefined) range.$gte = new Date(from);
  if (to !== undefined) range.$lt = new Date(to);
  if (!after) return [Object.keys(range).length > 0 ? { [key]: trusted(range) } : {}];
  const at = new Date(after.at);
  const beyond = descending ? '$lt' : '$gt';
  return [
    { [key]: trusted({ ...range, $eq: at }), _id: trusted({ [beyond]: oid(after.id) }) },
    { [key]: trusted({ ...range, [beyond]: at }) },
  ];
}
