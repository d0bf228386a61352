import { type Model, type mongo, trusted } from 'mongoose';
import { Unavailable } from '../../errors.js';
import type { Filter } from './filters.js';
import type { MongoEngine } from './mongo.engine.js';

/** How often an edit is tried when other edits of the same document come between. */
const TRIES = 10;

/** The fields that an edit sets, the fields that it removes, and the conditions of which one holds when it changes a value. */
export interface Edit {
  set: Filter;
  unset: Record<string, 1>;
  differs: Filter[];
}

/** An edit that sets these fields. One that is null is removed, and one that is undefined stays as it is. */
export function editOf(fields: Record<string, unknown>): Edit {
  const sent = Object.entries(fields).filter(([, value]) => value !== undefined);
  const set = Object.fromEntries(sent.filter(([, value]) => value !== null));
  const unset = Object.fromEntries(sent.filter(([, value]) => value === null).map(([field]) => [field, 1 as const]));
  const differs = sent.map(([field, value]) => ({
    [field]: trusted(value === null ? { $exists: true } : { $ne: value }),
  }));
  return { set, unset, differs };
}

/**
 * Edits the document that a filter finds, in one step. When a value changes, `version` grows by one and `updated_at` becomes
 * `now`. An edit that changes no value matches no document, so then the document is read as it is. All values must have the
 * types of the schema, since nothing is cast.
 * @returns the document afterwards; undefined when the filter finds none
 */
export async function change<T>(
  engine: MongoEngine,
  model: Model<T>,
  there: Filter,
  { set, unset, differs, now }: Edit & { now: Date },
): Promise<T | undefined> {
  const stored = engine.collection(model.collection.name);
  const one = async (query: () => Promise<mongo.Document | null>) =>
    ((await engine.run(query)) as T | null) ?? undefined;
  const sets = { $set: { ...set, updated_at: now }, $inc: { version: 1 } };
  // Releases of MongoDB before 5.0 refuse an empty $unset.
  const update = Object.keys(unset).length > 0 ? { ...sets, $unset: unset } : sets;
  const [changing, same] = [{ $and: [there, { $or: differs }] }, { $and: [there, { $nor: differs }] }];
  for (let tries = 0; differs.length > 0 && tries < TRIES; tries++) {
    const changed = await one(() => stored.findOneAndUpdate(changing, update, { returnDocument: 'after' }));
    const found = changed ?? (await one(() => stored.findOne(same)));
    if (found || !(await one(() => stored.findOne(there)))) return found;
  }
  if (differs.length === 0) return one(() => stored.findOne(there));
  throw new Unavailable('It is being edited by too many at once');
}
