// The database of the contender on MongoDB: the plain driver, documents mapped straight to answers. The collections and their
// indexes are those that our server made.
import { createHash } from 'node:crypto';
import { type Filter, MongoClient, MongoServerError, ObjectId, type Sort, type UpdateFilter } from 'mongodb';
import { type Edit, fromCursor, type ListQuery, type NewTodo, type Store, toCursor, type TodoAnswer } from './todo.js';

interface Doc {
  _id: ObjectId;
  owner: ObjectId;
  assignee?: ObjectId;
  createdBy: ObjectId;
  title: string;
  description?: string;
  status: string;
  due_date?: Date;
  due_key: Date;
  created_at: Date;
  updated_at: Date;
  version: number;
}

const DAY_MS = 86_400_000;
const NO_DUE_DATE = new Date(8_640_000_000_000_000);

const toAnswer = (doc: Doc): TodoAnswer => ({
  id: doc._id.toHexString(),
  title: doc.title,
  description: doc.description,
  status: doc.status,
  due_date: doc.due_date?.toISOString(),
  createdBy: doc.createdBy.toHexString(),
  assignee: doc.assignee?.toHexString(),
  created_at: doc.created_at.toISOString(),
  updated_at: doc.updated_at.toISOString(),
});

/** Who sees what: the filter of each list, one branch for each index. */
function branches(me: ObjectId, assignee: string | undefined): Filter<Doc>[] {
  if (assignee === me.toHexString()) return [{ assignee: me }];
  if (assignee !== undefined) return [{ owner: me, assignee: new ObjectId(assignee) }];
  return [{ owner: me }, { assignee: me }];
}

const filterOf = (any: Filter<Doc>[]): Filter<Doc> => (any.length === 1 ? { ...any[0] } : { $or: any });

/** Opens the database that the URI names. */
export async function openMongo(uri: string): Promise<Store> {
  const client = await new MongoClient(uri, { ignoreUndefined: true, maxPoolSize: 50 }).connect();
  const db = client.db();
  const todos = db.collection<Doc>('todos');
  const sessions = db.collection<{ _id: string; user: ObjectId; expires_at: Date }>('sessions');
  const users = db.collection<{ email_key: string; email_typed: string; password_hash: string }>('users');
  const keys = db.collection<{
    _id: string;
    owner: ObjectId;
    todo: ObjectId;
    digest: string;
    done: boolean;
    expires_at: Date;
  }>('idempotency_keys');
  const visible = (me: string) => ({ $or: [{ owner: new ObjectId(me) }, { assignee: new ObjectId(me) }] });

  /** Stores the key first; it fixes the id, so a request that is sent again finds it. */
  async function claim(me: string, key: string, id: ObjectId, todo: NewTodo): Promise<ObjectId | undefined> {
    const _id = `${me}:${key}`;
    const digest = createHash('sha256').update(JSON.stringify(todo)).digest('base64url');
    const fields = {
      owner: new ObjectId(me),
      todo: id,
      digest,
      done: false,
      expires_at: new Date(Date.now() + DAY_MS),
    };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const known = await keys.findOneAndUpdate({ _id }, { $setOnInsert: fields }, options);
    return known?.digest === digest ? known.todo : undefined;
  }

  return {
    async hasSession(id, user) {
      const filter = { _id: id, user: new ObjectId(user) };
      return (await sessions.findOne(filter, { projection: { _id: 1 } })) !== null;
    },
    addSession: (id, user, expiresAt) =>
      sessions.insertOne({ _id: id, user: new ObjectId(user), expires_at: new Date(expiresAt) }),
    async account(email) {
      const user = await users.findOne({ email_key: email });
      return user ? { id: user._id.toHexString(), email: user.email_typed, hash: user.password_hash } : undefined;
    },
    async find(me, id) {
      const doc = await todos.findOne({ _id: new ObjectId(id), ...visible(me) });
      return doc ? { todo: toAnswer(doc), version: doc.version } : undefined;
    },
    async list(me, { assignee, status, sort = 'created_at', limit, cursor }: ListQuery) {
      const [key, descending] = [sort.endsWith('created_at') ? 'created_at' : 'due_key', sort.startsWith('-')] as const;
      const rest: Filter<Doc>[] = [];
      if (status !== undefined) rest.push({ status: typeof status === 'string' ? status : { $in: status } });
      if (cursor !== undefined) {
        const [at, id] = fromCursor(cursor);
        const [date, beyond] = [new Date(at), descending ? '$lt' : '$gt'];
        rest.push({ $or: [{ [key]: { [beyond]: date } }, { [key]: date, _id: { [beyond]: new ObjectId(id) } }] });
      }
      const filter = filterOf(branches(new ObjectId(me), assignee).map((branch) => Object.assign({}, branch, ...rest)));
      const order: Sort = { [key]: descending ? -1 : 1, _id: descending ? -1 : 1 };
      const found = todos.find(filter).sort(order);
      const docs = await (limit === undefined ? found : found.limit(limit + 1)).toArray();
      const page = docs.slice(0, limit);
      const last = page.length < docs.length ? page.at(-1) : undefined;
      return { todos: page.map(toAnswer), next: last && toCursor(last[key].getTime(), last._id.toHexString()) };
    },
    async add(me, todo, key) {
      const now = new Date();
      const dueDate = todo.dueDate == null ? undefined : new Date(todo.dueDate);
      const fresh = new ObjectId();
      const _id = key === undefined ? fresh : await claim(me, key, fresh, todo);
      if (_id === undefined) return undefined;
      const doc: Doc = {
        _id,
        owner: new ObjectId(me),
        assignee: todo.assignee == null ? undefined : new ObjectId(todo.assignee),
        createdBy: new ObjectId(todo.createdBy ?? me),
        title: todo.title,
        description: todo.description ?? undefined,
        status: todo.status ?? 'todo',
        due_date: dueDate,
        due_key: dueDate ?? NO_DUE_DATE,
        created_at: now,
        updated_at: now,
        version: 1,
      };
      if (key === undefined || _id.equals(fresh)) await todos.insertOne(doc).catch(unlessDuplicate);
      if (key !== undefined) await keys.updateOne({ _id: `${me}:${key}` }, { $set: { done: true } });
      return _id.toHexString();
    },
    async change(me, id, { dueDate, assignee, ...texts }: Edit) {
      const due = dueDate == null ? dueDate : new Date(dueDate);
      const values: Record<string, unknown> = {
        ...texts,
        assignee: assignee == null ? assignee : new ObjectId(assignee),
        due_date: due,
        due_key: due === null ? NO_DUE_DATE : due,
      };
      const sent = Object.entries(values).filter(([, value]) => value !== undefined);
      const $set = Object.fromEntries(sent.filter(([, value]) => value !== null));
      const $unset = Object.fromEntries(
        sent.filter(([, value]) => value === null).map(([name]) => [name, ''] as const),
      );
      const differs = { $or: sent.map(([name, value]) => ({ [name]: { $ne: value } })) };
      const filter = { _id: new ObjectId(id), ...visible(me) };
      const options = { returnDocument: 'after', projection: { version: 1 } } as const;
      const set = { ...$set, updated_at: new Date() };
      const edit = { $set: set, $unset, $inc: { version: 1 } } as UpdateFilter<Doc>;
      const changed = sent.length > 0 ? await todos.findOneAndUpdate({ $and: [filter, differs] }, edit, options) : null;
      return (changed ?? (await todos.findOne(filter, { projection: { version: 1 } })))?.version;
    },
  };
}

const unlessDuplicate = (error: unknown): void => {
  if (!(error instanceof MongoServerError && error.code === 11_000)) throw error;
};
