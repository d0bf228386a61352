import { type Model, type mongo, trusted, Types } from 'mongoose';
import { StartError } from '../../config/start-error.js';
import type { Mark, Row, Shape, Store } from '../move/store.js';
import type { MongoEngine } from './mongo.engine.js';
import { readMark, writeMark } from './moved.js';

/** Documents that are read or written at a time. */
const PART = 500;

type Document = Record<string, unknown>;

/** By default a document has the fields of the row, and its id. */
const SAME: Omit<Shape, 'table'> = {
  toDocument: ({ id, ...row }) => ({ _id: id, ...row }),
  toRow: ({ _id, ...document }) => ({ id: _id, ...document }),
};

/** The collections of a MongoDB database. Their schemas tell which values are ids, dates and flags. */
export class MongoStore implements Store {
  readonly location: string;
  private readonly models: Map<string, Model<unknown>>;

  constructor(
    private readonly engine: MongoEngine,
    private readonly shapes: readonly Shape[],
  ) {
    this.location = engine.location;
    this.models = new Map(engine.models.map((model) => [model.collection.name, model]));
  }

  async *parts(table: string): AsyncGenerator<Row[]> {
    const model = this.modelOf(table);
    const read = (filter: Document) =>
      this.engine.read(() => model.find(filter).sort({ _id: 1 }).limit(PART).batchSize(PART).lean<Document[]>());
    for (let found = await read({}); found.length > 0;) {
      yield found.map((document) => this.rowOf(table, document));
      found = await read({ _id: trusted({ $gt: found.at(-1)?._id }) });
    }
  }

  async write(table: string, rows: Row[]): Promise<void> {
    const operations = rows.map((row) => {
      const replacement = this.documentOf(table, row);
      return { replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } };
    });
    const { collection } = this.modelOf(table);
    await this.engine.run(() =>
      collection.bulkWrite(operations as unknown as mongo.AnyBulkWriteOperation[], { ordered: false }),
    );
  }

  async isEmpty(table: string): Promise<boolean> {
    return (await this.engine.read(() => this.modelOf(table).findOne({}, { _id: 1 }).lean())) === null;
  }

  count(table: string): Promise<number> {
    return this.engine.read(() => this.modelOf(table).estimatedDocumentCount());
  }

  readMark(): Promise<Mark | undefined> {
    return readMark(this.engine);
  }

  writeMark(mark: Mark): Promise<void> {
    return writeMark(this.engine, mark);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private modelOf(table: string): Model<unknown> {
    const model = this.models.get(table);
    if (!model) throw new StartError(`${this.location} has no collection ${table}`);
    return model;
  }

  private shapeOf(table: string): Omit<Shape, 'table'> {
    return this.shapes.find((shape) => shape.table === table) ?? SAME;
  }

  private documentOf(table: string, row: Row): Document {
    return Object.fromEntries(
      Object.entries(this.shapeOf(table).toDocument(row)).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [[name, this.typed(table, name, value)]],
      ),
    );
  }

  private rowOf(table: string, document: Document): Row {
    const plain = Object.fromEntries(Object.entries(document).map(([name, value]) => [name, plainOf(value)]));
    return this.shapeOf(table).toRow(plain);
  }

  /** A value as the schema of its collection wants it. */
  private typed(table: string, name: string, value: string | number): unknown {
    const kind = (this.modelOf(table).schema.path(name) as { instance?: string } | undefined)?.instance;
    if (kind === undefined || kind === 'Mixed') throw new Error(`the schema of ${table} does not say what ${name} is`);
    if (kind === 'ObjectId') return new Types.ObjectId(String(value));
    if (kind === 'Date') return new Date(Number(value));
    return kind === 'Boolean' ? value === 1 : value;
  }
}

function plainOf(value: unknown): string | number | null {
  if (value instanceof Types.ObjectId) return value.toHexString();
  if (value instanceof Date || typeof value === 'boolean') return Number(value);
  return value as string | number | null;
}
