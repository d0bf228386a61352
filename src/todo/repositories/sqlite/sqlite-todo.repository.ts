import type { Config } from '../../../config/config.js';
import { assignments, atVersion } from '../../../database/sqlite/edits.js';
import { inParts, ROWS_IN_PART } from '../../../database/sqlite/in-parts.js';
import { PURGED_AT_ONCE } from '../../../database/sqlite/purge.js';
import type { SqliteEngine } from '../../../database/sqlite/sqlite.engine.js';
import type { Versions } from '../../../versions.js';
import type { TodoPage } from '../../list/todo-list.js';
import type { AddOnce, Todo, TodoEdit, Viewer } from '../../todo.js';
import { EVERYONE_INDEXES, todoMigrations } from './todo.migrations.js';
import { owned, pageQuery, visible } from './todo.queries.js';
import { changedColumns, COLUMNS, toRow, toTodo, type TodoRow } from './todo.rows.js';
import { TodoRepository } from '../todo.repository.js';

const INSERT = `INSERT INTO todos (${COLUMNS}) VALUES (${COLUMNS.replaceAll(/\w+/g, ':$&')})`;

/** Removes some of the expired keys. The key of the request may be expired and still be there. */
const PURGE_KEYS = `
  DELETE FROM idempotency_keys WHERE (owner, key) IN
    (SELECT owner, key FROM idempotency_keys WHERE expires_at <= ? LIMIT ${PURGED_AT_ONCE})`;

/** Drops each row that comes a second time, directly after the first. */
const withoutTwins = (rows: TodoRow[]) => rows.filter(([id], index) => id !== rows[index - 1]?.[0]);

/** The adapter of the port on SQLite. It brings the tables up to date first. */
export function open(engine: SqliteEngine, config: Config): TodoRepository {
  engine.apply(todoMigrations);
  if (config.TODO_VISIBILITY === 'everyone') engine.exec(EVERYONE_INDEXES);
  return new SqliteTodoRepository(engine);
}

class SqliteTodoRepository extends TodoRepository {
  constructor(private readonly engine: SqliteEngine) {
    super();
  }

  async add(todo: Todo): Promise<void> {
    this.engine.demandSpace();
    await this.engine.write(() => this.engine.prepare(INSERT).run(toRow(todo)));
  }

  /** All of it is one unit of the group's transaction, so no other write comes between. */
  addOnce(todo: Todo, { key, digest, expiresAt }: AddOnce): Promise<{ id: string; digest: string }> {
    const { owner } = todo;
    return this.engine.writeAll(() => {
      const now = todo.createdAt.getTime();
      this.engine.prepare(PURGE_KEYS).run(now);
      const known = this.engine
        .prepare('SELECT todo AS id, digest FROM idempotency_keys WHERE owner = ? AND key = ? AND expires_at > ?')
        .get(owner, key, now);
      if (known) return known as { id: string; digest: string };
      this.engine.demandSpace();
      this.engine
        .prepare(
          'INSERT OR REPLACE INTO idempotency_keys (owner, key, todo, digest, expires_at) VALUES (?, ?, ?, ?, ?)',
        )
        .run(owner, key, todo.id, digest, expiresAt.getTime());
      this.engine.prepare(INSERT).run(toRow(todo));
      return { id: todo.id, digest };
    });
  }

  hasKey(owner: string, key: string, now: Date): Promise<boolean> {
    const select = this.engine.prepare('SELECT 1 FROM idempotency_keys WHERE owner = ? AND key = ? AND expires_at > ?');
    return this.engine.read(() => select.get(owner, key, now.getTime()) !== undefined);
  }

  count(owner: string, atMost: number): Promise<number> {
    const select = this.engine.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM todos WHERE owner = ? LIMIT ?)');
    return this.engine.read(() => (select.get(owner, atMost) as { n: number }).n);
  }

  find(viewer: Viewer, id: string): Promise<Todo | undefined> {
    const sql = () => `SELECT ${COLUMNS} FROM todos WHERE id = :id AND ${visible(viewer)}`;
    return this.engine.read(() => {
      const select = this.engine.statement(`todo ${viewer.everyone}`, sql);
      const row = select.get({ id, me: viewer.id }) as TodoRow | undefined;
      return row && toTodo(row);
    });
  }

  page(viewer: Viewer, page: TodoPage): Promise<Todo[]> {
    const { key, sql, params } = pageQuery(viewer, page);
    const read = (limit: number) =>
      this.engine.statement(key, sql).all(Object.assign(params, { limit })) as unknown as TodoRow[];
    return this.engine.read(() => {
      const all = read(page.limit);
      const once = withoutTwins(all);
      const rows = once.length === all.length ? all : withoutTwins(read(2 * page.limit)).slice(0, page.limit);
      return rows.map(toTodo);
    });
  }

  async change(viewer: Viewer, id: string, { changes, now, versions }: TodoEdit): Promise<Todo | undefined> {
    if (changes.title || changes.description) this.engine.demandSpace();
    const set = changedColumns(changes);
    const version = atVersion(versions);
    const sql = () =>
      `UPDATE todos SET ${assignments(set)} WHERE id = :id AND ${visible(viewer)} ${version.sql} RETURNING ${COLUMNS}`;
    const update = this.engine.statement(`edit ${viewer.everyone} ${Object.keys(set).join()} ${version.sql}`, sql);
    const params = { ...set, ...version.params, id, me: viewer.id, now: now.getTime() };
    const row = await this.engine.write(() => update.get(params) as TodoRow | undefined);
    return row && toTodo(row);
  }

  async remove(viewer: Viewer, id: string, versions?: Versions): Promise<boolean> {
    const version = atVersion(versions);
    const remove = this.engine.prepare(`DELETE FROM todos WHERE id = :id AND ${owned(viewer)} ${version.sql}`);
    const { changes } = await this.engine.write(() => remove.run({ ...version.params, id, me: viewer.id }));
    return changes === 1;
  }

  async eraseUser(userId: string, now: Date): Promise<void> {
    const some = (column: string) => `id IN (SELECT id FROM todos WHERE ${column} = ? LIMIT ${ROWS_IN_PART})`;
    const remove = this.engine.prepare(`DELETE FROM todos WHERE ${some('owner')}`);
    const release = this.engine.prepare(
      `UPDATE todos SET assignee = NULL, version = version + 1, updated_at = ? WHERE ${some('assignee')}`,
    );
    await inParts(this.engine, remove, userId);
    await inParts(this.engine, release, now.getTime(), userId);
    await this.engine.write(() => this.engine.prepare('DELETE FROM idempotency_keys WHERE owner = ?').run(userId));
  }
}
