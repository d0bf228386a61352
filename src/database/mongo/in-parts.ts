import { type Model, trusted } from 'mongoose';
import type { Filter } from './filters.js';
import type { MongoEngine } from './mongo.engine.js';

/** Documents that one operation changes, so that it ends within the time that an operation has. */
const DOCUMENTS_IN_PART = 500;

/** Runs an operation on all documents that a filter finds, part by part. The operation must leave none that the filter finds. */
export async function inParts<T>(
  engine: MongoEngine,
  model: Model<T>,
  filter: Filter,
  operation: (some: Filter) => PromiseLike<unknown>,
): Promise<void> {
  for (let size = DOCUMENTS_IN_PART; size === DOCUMENTS_IN_PART;) {
    const some = await engine.read(() =>
      model.find(filter, { _id: 1 }).limit(DOCUMENTS_IN_PART).lean<{ _id: unknown }[]>(),
    );
    size = some.length;
    await engine.run(() => operation({ ...filter, _id: trusted({ $in: some.map(({ _id }) => _id) }) }));
  }
}
