import type { Model, mongo } from 'mongoose';
import { Duplicate } from '../../../errors.js';
import type { Config } from '../../../config/config.js';
import { change } from '../../../database/mongo/edits.js';
import { atVersion, oid } from '../../../database/mongo/filters.js';
import { inParts } from '../../../database/mongo/in-parts.js';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import type { Versions } from '../../../versions.js';
import type { TodoPage } from '../../list/todo-list.js';
import type { AddOnce, Todo, TodoEdit, Viewer } from '../../todo.js';
import { IdempotencyKeyDocument, IdempotencyKeySchema } from './idempotency-key.document.js';
import { changesOf, owned, pageQuery, visible } from './todo.queries.js';
import { TodoRepository } from '../todo.repository.js';
import { EveryoneTodoSchema, toDocument, TodoDocument, TodoSchema, toTodo } from './todo.document.js';

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine, config: Config): TodoRepository {
  const schema = config.TODO_VISIBILITY === 'everyone' ? EveryoneTodoSchema : TodoSchema;
  const keys = engine.model<IdempotencyKeyDocument>(IdempotencyKeyDocument.name, IdempotencyKeySchema);
  return new MongoTodoRepository(engine, engine.model<TodoDocument>(TodoDocument.name, schema), keys);
}

/**
 * The operations of most requests go to the collection of the model. Mongoose would cast and validate values that are valid
 * already.
 */
class MongoTodoRepository extends TodoRepository {
  private readonly stored: mongo.Collection<TodoDocument>;
  private readonly keys: mongo.Collection<IdempotencyKeyDocument>;

  constructor(
    private readonly engine: MongoEngine,
    private readonly todos: Model<TodoDocument>,
    keys: Model<IdempotencyKeyDocument>,
  ) {
    super();
    this.stored = engine.collection(todos.collection.name);
    this.keys = engine.collection(keys.collection.name);
  }

  async add(todo: Todo): Promise<void> {
    await this.engine.run(() => this.stored.insertOne(toDocument(todo), { ignoreUndefined: true }));
  }

  /**
   * The key is stored first and fixes the id. One that has expired is removed, and stored anew. Each request that finds it not
   * done adds the todo under that id, and the primary key lets only one succeed. After a crash between the steps the next try
   * finishes them. No step needs a transaction, so a single node is enough.
   */
  async addOnce(todo: Todo, once: AddOnce): Promise<{ id: string; digest: string }> {
    const _id = `${todo.owner}:${once.key}`;
    const known = await this.claim(_id, todo, once);
    if (known.expires_at <= todo.createdAt) {
      await this.engine.run(() => this.keys.deleteOne({ _id, expires_at: { $lte: todo.createdAt } }));
      return this.addOnce(todo, once);
    }
    const { digest } = known;
    const id = known.todo.toHexString();
    if (!known.done && digest === once.digest) {
      await this.add({ ...todo, id }).catch(unlessDuplicate);
      await this.engine.run(() => this.keys.updateOne({ _id }, { $set: { done: true } }));
    }
    return { id, digest };
  }

  async hasKey(owner: string, key: string, now: Date): Promise<boolean> {
    const filter = { _id: `${owner}:${key}`, expires_at: { $gt: now } };
    return (await this.engine.read(() => this.keys.findOne(filter, { projection: { _id: 1 } }))) !== null;
  }

  count(owner: string, atMost: number): Promise<number> {
    return this.engine.read(() => this.todos.countDocuments({ owner: oid(owner) }, { limit: atMost }));
  }

  async find(viewer: Viewer, id: string): Promise<Todo | undefined> {
    const document = await this.engine.read(() => this.stored.findOne({ _id: oid(id), ...visible(viewer) }));
    return document ? toTodo(document) : undefined;
  }

  async page(viewer: Viewer, page: TodoPage): Promise<Todo[]> {
    const { filter, sort } = pageQuery(viewer, page);
    // The whole page comes in one answer, since an open cursor is lost when its server ends.
    const documents = await this.engine.read(() =>
      this.stored.find(filter, { sort, limit: page.limit, batchSize: page.limit }).toArray(),
    );
    return documents.map(toTodo);
  }

  async change(viewer: Viewer, id: string, { changes, now, versions }: TodoEdit): Promise<Todo | undefined> {
    const there = { _id: oid(id), ...atVersion(versions), ...visible(viewer) };
    const document = await change(this.engine, this.todos, there, { ...changesOf(changes), now });
    return document && toTodo(document);
  }

  async remove(viewer: Viewer, id: string, versions?: Versions): Promise<boolean> {
    const filter = { _id: oid(id), ...atVersion(versions), ...owned(viewer) };
    const { deletedCount } = await this.engine.run(() => this.stored.deleteOne(filter));
    return deletedCount === 1;
  }

  async eraseUser(userId: string, now: Date): Promise<void> {
    const user = oid(userId);
    const release = { $unset: { assignee: 1 }, $set: { updated_at: now }, $inc: { version: 1 } };
    await inParts(this.engine, this.todos, { owner: user }, (some) => this.todos.deleteMany(some));
    await inParts(this.engine, this.todos, { assignee: user }, (some) => this.todos.updateMany(some, release));
    await this.engine.run(() => this.keys.deleteMany({ owner: user }));
  }

  /** The document of a key. It is inserted for this todo, unless the key is there already. */
  private async claim(_id: string, todo: Todo, { digest, expiresAt }: AddOnce): Promise<IdempotencyKeyDocument> {
    const fields = { owner: oid(todo.owner), todo: oid(todo.id), digest, done: false, expires_at: expiresAt };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const upsert = () => this.keys.findOneAndUpdate({ _id }, { $setOnInsert: fields }, options);
    const claimed = async () => (await this.engine.run(upsert)) as IdempotencyKeyDocument;
    try {
      return await claimed();
    } catch (error) {
      // When two upserts race, MongoDB may report a duplicate to one of them. Then the key is there.
      unlessDuplicate(error);
      return claimed();
    }
  }
}

const unlessDuplicate = (error: unknown): void => {
  if (!(error instanceof Duplicate)) throw error;
};
