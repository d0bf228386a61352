import { type Model, trusted } from 'mongoose';
import { Duplicate, Unavailable } from '../../../errors.js';
import type { Config } from '../../../config/config.js';
import type { MongoEngine } from '../../../database/mongo/mongo.engine.js';
import type { Versions } from '../../../http/request/preconditions.js';
import type { TodoPage } from '../../list/todo-list.js';
import type { AddOnce, Todo, TodoEdit, Viewer } from '../../todo.js';
import { IdempotencyKeyDocument, IdempotencyKeySchema } from './idempotency-key.document.js';
import { atVersion, editOf, type Filter, oid, owned, pageQuery, visible } from './todo.queries.js';
import { TodoRepository } from '../todo.repository.js';
import { EveryoneTodoSchema, toDocument, TodoDocument, TodoSchema, toTodo } from './todo.document.js';

/** Documents that one operation erases, so that it ends within the time that an operation has. */
const ERASED_AT_ONCE = 500;
/** How often an edit is tried when other edits of the same todo come between. */
const TRIES = 10;

/** The adapter of the port on MongoDB. */
export function open(engine: MongoEngine, config: Config): TodoRepository {
  const schema = config.TODO_VISIBILITY === 'everyone' ? EveryoneTodoSchema : TodoSchema;
  const keys = engine.model<IdempotencyKeyDocument>(IdempotencyKeyDocument.name, IdempotencyKeySchema);
  return new MongoTodoRepository(engine, engine.model<TodoDocument>(TodoDocument.name, schema), keys);
}

class MongoTodoRepository extends TodoRepository {
  constructor(
    private readonly engine: MongoEngine,
    private readonly todos: Model<TodoDocument>,
    private readonly keys: Model<IdempotencyKeyDocument>,
  ) {
    super();
  }

  async add(todo: Todo): Promise<void> {
    await this.engine.run(() => this.todos.insertOne(toDocument(todo)));
  }

  /**
   * The key is stored first and fixes the id. Each request that finds it not done adds the todo under that id, and the
   * primary key lets only one succeed. After a crash between the steps the next try finishes them. No step needs a
   * transaction, so a single node is enough.
   */
  async addOnce(todo: Todo, once: AddOnce): Promise<{ id: string; digest: string }> {
    const _id = `${todo.owner}:${once.key}`;
    await this.engine.run(() => this.keys.deleteOne({ _id, expires_at: trusted({ $lte: todo.createdAt }) }));
    const known = await this.claim(_id, todo, once);
    const { digest } = known;
    const id = known.todo.toHexString();
    if (!known.done && digest === once.digest) {
      await this.add({ ...todo, id }).catch(unlessDuplicate);
      await this.engine.run(() => this.keys.updateOne({ _id }, { $set: { done: true } }));
    }
    return { id, digest };
  }

  async hasKey(owner: string, key: string, now: Date): Promise<boolean> {
    const filter = { _id: `${owner}:${key}`, expires_at: trusted({ $gt: now }) };
    return (await this.engine.run(() => this.keys.findOne(filter, { _id: 1 }).lean())) !== null;
  }

  count(owner: string, atMost: number): Promise<number> {
    return this.engine.run(() => this.todos.countDocuments({ owner: oid(owner) }, { limit: atMost }));
  }

  async find(viewer: Viewer, id: string): Promise<Todo | undefined> {
    return this.one(() => this.todos.findOne({ _id: oid(id), ...visible(viewer) }).lean());
  }

  async page(viewer: Viewer, page: TodoPage): Promise<Todo[]> {
    const { filter, sort } = pageQuery(viewer, page);
    // The whole page comes in one answer, since an open cursor is lost when its server ends.
    const documents = await this.engine.run(() =>
      this.todos.find(filter).sort(sort).limit(page.limit).batchSize(page.limit).lean(),
    );
    return documents.map(toTodo);
  }

  /** An edit that changes no value matches no document. Then the todo is read as it is. */
  async change(viewer: Viewer, id: string, { changes, now, versions }: TodoEdit): Promise<Todo | undefined> {
    const { set, unset, differs } = editOf(changes);
    const there = { _id: oid(id), ...atVersion(versions), ...visible(viewer) };
    const update = { $set: { ...set, updated_at: now }, $unset: unset, $inc: { version: 1 } };
    const [changing, same] = [{ $and: [there, { $or: differs }] }, { $and: [there, { $nor: differs }] }];
    for (let tries = 0; differs.length > 0 && tries < TRIES; tries++) {
      const changed = await this.one(() =>
        this.todos.findOneAndUpdate(changing, update, { returnDocument: 'after' }).lean(),
      );
      const todo = changed ?? (await this.one(() => this.todos.findOne(same).lean()));
      if (todo || !(await this.one(() => this.todos.findOne(there).lean()))) return todo;
    }
    if (differs.length === 0) return this.one(() => this.todos.findOne(there).lean());
    throw new Unavailable('The todo is being edited by too many at once');
  }

  async remove(viewer: Viewer, id: string, versions?: Versions): Promise<boolean> {
    const filter = { _id: oid(id), ...atVersion(versions), ...owned(viewer) };
    const { deletedCount } = await this.engine.run(() => this.todos.deleteOne(filter));
    return deletedCount === 1;
  }

  async eraseUser(userId: string, now: Date): Promise<void> {
    const user = oid(userId);
    const release = { $unset: { assignee: 1 }, $set: { updated_at: now }, $inc: { version: 1 } };
    await this.inParts({ owner: user }, (some) => this.todos.deleteMany(some));
    await this.inParts({ assignee: user }, (some) => this.todos.updateMany(some, release));
    await this.engine.run(() => this.keys.deleteMany({ owner: user }));
  }

  private async one(query: () => PromiseLike<TodoDocument | null>): Promise<Todo | undefined> {
    const document = await this.engine.run(query);
    return document ? toTodo(document) : undefined;
  }

  /** The document of a key. It is inserted for this todo, unless the key is there already. */
  private async claim(_id: string, todo: Todo, { digest, expiresAt }: AddOnce): Promise<IdempotencyKeyDocument> {
    const fields = { owner: oid(todo.owner), todo: oid(todo.id), digest, done: false, expires_at: expiresAt };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const claimed = () => this.keys.findOneAndUpdate({ _id }, { $setOnInsert: fields }, options).lean().orFail();
    try {
      return await this.engine.run(claimed);
    } catch (error) {
      // When two upserts race, MongoDB may report a duplicate to one of them. Then the key is there.
      unlessDuplicate(error);
      return this.engine.run(claimed);
    }
  }

  private async inParts(filter: Filter, operation: (some: Filter) => PromiseLike<unknown>): Promise<void> {
    for (let size = ERASED_AT_ONCE; size === ERASED_AT_ONCE;) {
      const some = await this.engine.run(() => this.todos.find(filter, { _id: 1 }).limit(ERASED_AT_ONCE).lean());
      size = some.length;
      await this.engine.run(() => operation({ ...filter, _id: trusted({ $in: some.map(({ _id }) => _id) }) }));
    }
  }
}

const unlessDuplicate = (error: unknown): void => {
  if (!(error instanceof Duplicate)) throw error;
};
