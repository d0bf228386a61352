import type { Config } from '../../config/config.js';
import type { SqliteEngine } from '../../database/sqlite/sqlite.engine.js';
import type { Status, Todo, TodoChanges, TodoQuery, Viewer } from '../todo.js';
import { EVERYONE_INDEXES, todoMigrations } from './sqlite-todo.migrations.js';
import { TodoRepository } from './todo.repository.js';

interface Row {
  id: string;
  owner: string;
  assignee: string | null;
  created_by: string;
  title: string;
  description: string | null;
  status: Status;
  due_date: number | null;
  created_at: number;
  updated_at: number;
  version: number;
}

const toTodo = (row: Row): Todo => ({
  id: row.id,
  owner: row.owner,
  assignee: row.assignee ?? undefined,
  createdBy: row.created_by,
  title: row.title,
  description: row.description ?? undefined,
  status: row.status,
  dueDate: row.due_date === null ? undefined : new Date(row.due_date),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
  version: row.version,
});

/** Who sees a todo. The clause is always the same length, so that both kinds of installation bind `:me`. */
const visible = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : '(owner = :me OR assignee = :me)');
/** Who may remove a todo. */
const owned = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : 'owner = :me');

/**
 * The branches of a list, each served by one index: `owner = ? OR assignee = ?` in one branch would scan.
 * An assignee who is not the viewer leaves only the viewer's own todos to be seen.
 */
function branches({ id, everyone }: Viewer, assignee: string | undefined): string[] {
  if (everyone) return [assignee === undefined ? ':me IS NOT NULL' : ':me IS NOT NULL AND assignee = :assignee'];
  if (assignee === id) return ['assignee = :me AND :assignee IS NOT NULL'];
  if (assignee !== undefined) return ['owner = :me AND assignee = :assignee'];
  return ['owner = :me', 'assignee = :me AND owner <> :me'];
}

/** Brings the table up to date. */
export function open(engine: SqliteEngine, config: Config): TodoRepository {
  engine.migrate(todoMigrations);
  if (config.TODO_VISIBILITY === 'everyone') engine.exec(EVERYONE_INDEXES);
  return new SqliteTodoRepository(engine);
}

class SqliteTodoRepository extends TodoRepository {
  constructor(private readonly engine: SqliteEngine) {
    super();
  }

  async add(todo: Todo): Promise<void> {
    const insert = this.engine.prepare(
      `INSERT INTO todos (id, owner, assignee, created_by, title, description, status, due_date, created_at, updated_at, version)
       VALUES (:id, :owner, :assignee, :createdBy, :title, :description, :status, :due, :created, :updated, :version)`,
    );
    const { dueDate, createdAt, updatedAt, ...rest } = todo;
    const row = {
      ...rest,
      assignee: todo.assignee ?? null,
      description: todo.description ?? null,
      due: dueDate?.getTime() ?? null,
      created: createdAt.getTime(),
      updated: updatedAt.getTime(),
    };
    await this.engine.write(() => insert.run(row));
  }

  async find(viewer: Viewer, id: string): Promise<Todo | undefined> {
    const select = this.engine.prepare(`SELECT * FROM todos WHERE id = :id AND ${visible(viewer)}`);
    const row = await this.engine.read(() => select.get({ id, me: viewer.id }) as Row | undefined);
    return row && toTodo(row);
  }

  async page(viewer: Viewer, { assignee, after, limit }: TodoQuery): Promise<Todo[]> {
    const keyset = after ? 'AND (created_at, id) > (:created, :id)' : '';
    const select = branches(viewer, assignee).map((branch) => `SELECT * FROM todos WHERE ${branch} ${keyset}`);
    const statement = this.engine.prepare(`${select.join(' UNION ALL ')} ORDER BY created_at, id LIMIT :limit`);
    const params = {
      me: viewer.id,
      limit,
      ...(assignee === undefined ? {} : { assignee }),
      ...(after && { created: after.createdAt.getTime(), id: after.id }),
    };
    const rows = await this.engine.read(() => statement.all(params) as unknown as Row[]);
    return rows.map(toTodo);
  }

  async change(viewer: Viewer, id: string, changes: TodoChanges, now: Date): Promise<Todo | undefined> {
    const columns = { status: changes.status };
    const set = Object.entries(columns).filter(([, value]) => value !== undefined) as [string, string][];
    const differs = set.map(([column]) => `${column} IS NOT :${column}`).join(' OR ') || 'false';
    const update = this.engine.prepare(
      `UPDATE todos SET ${set.map(([column]) => `${column} = :${column},`).join(' ')}
         version = version + (${differs}), updated_at = iif(${differs}, :now, updated_at)
       WHERE id = :id AND ${visible(viewer)} RETURNING *`,
    );
    const params = { ...Object.fromEntries(set), id, me: viewer.id, now: now.getTime() };
    const row = await this.engine.write(() => update.get(params) as Row | undefined);
    return row && toTodo(row);
  }

  async remove(viewer: Viewer, id: string): Promise<boolean> {
    const remove = this.engine.prepare(`DELETE FROM todos WHERE id = :id AND ${owned(viewer)}`);
    const { changes } = await this.engine.write(() => remove.run({ id, me: viewer.id }));
    return changes === 1;
  }
}
