import mongoose, { type Model, trusted, type Types } from 'mongoose';
import type { DataMigration, Part } from '../../../database/data-migration.js';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import { emailKey } from '../../email.js';
import type { UserDocument } from './user.document.js';

/** Users in one command, which takes a fraction of `MONGODB_TIMEOUT`. */
const PART = 500;
const DUPLICATE_KEY = 11000;

type Row = Pick<UserDocument, '_id' | 'email'>;

/** Gives each user without a key the key of their email, the oldest user first. A key that is taken is not given. */
export const emailKeys = (engine: MongoEngine, users: Model<UserDocument>): DataMigration => ({
  name: 'users/email-key',
  run: async function* (): AsyncGenerator<Part> {
    const cursor = users
      .find({ email_key: null }, { email: 1 })
      .sort({ created_at: 1, _id: 1 })
      .lean<Row[]>()
      .cursor({ batchSize: PART });
    for (;;) {
      const rows = await engine.run(() => take(cursor));
      if (rows.length === 0) return;
      yield await engine.run(() => give(users, rows));
    }
  },
});

/** The next rows, at most those of one part. */
async function take(cursor: { next(): Promise<Row | null> }): Promise<Row[]> {
  const rows: Row[] = [];
  while (rows.length < PART) {
    const row = await cursor.next();
    if (row === null) break;
    rows.push(row);
  }
  return rows;
}

/** Gives the keys, and reports the users who still have none. Of several users with one key the first gets it. */
async function give(users: Model<UserDocument>, rows: readonly Row[]): Promise<Part> {
  const owners = new Map<string, Types.ObjectId>();
  for (const { _id, email } of rows) {
    const key = emailKey(email);
    if (key !== undefined && !owners.has(key)) owners.set(key, _id);
  }
  const updates = [...owners].map(([email_key, _id]) => ({
    updateOne: { filter: { _id }, update: { $set: { email_key } } },
  }));
  try {
    if (updates.length > 0) await users.bulkWrite(updates, { ordered: false });
  } catch (error) {
    if (!isOfTakenKeys(error)) throw error;
  }
  const ids = rows.map(({ _id }) => _id);
  const left = await users.find({ _id: trusted({ $in: ids }), email_key: null }, { _id: 1 }).lean();
  return { changed: rows.length - left.length, left: left.map(({ _id }) => _id.toHexString()) };
}

const isOfTakenKeys = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoBulkWriteError &&
  [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
