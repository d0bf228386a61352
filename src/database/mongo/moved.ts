import type { mongo } from 'mongoose';
import type { Mark } from '../move/store.js';

const MARKS = 'moves';

interface MarkDocument extends Mark {
  _id: string;
}

/** The part of the engine that a mark needs. */
interface Database {
  collection<T extends mongo.Document>(name: string): mongo.Collection<T>;
  read<T>(operation: () => PromiseLike<T>): Promise<T>;
  run<T>(operation: () => PromiseLike<T>): Promise<T>;
}

const marks = (engine: Database) => engine.collection<MarkDocument>(MARKS);

/** The mark of a database whose data is being moved or has been moved. */
export async function readMark(engine: Database): Promise<Mark | undefined> {
  const found = await engine.read(() => marks(engine).findOne({ _id: MARKS }));
  return found ? { move: found.move, to: found.to ?? undefined, filling: found.filling } : undefined;
}

/** Writes the mark in one step. */
export async function writeMark(engine: Database, mark: Mark): Promise<void> {
  await engine.run(() => marks(engine).replaceOne({ _id: MARKS }, mark, { upsert: true }));
}
