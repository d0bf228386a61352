// The database of the contenders that are written by hand: prepared statements on node:sqlite, rows mapped straight to
// answers. It opens a copy of the file that our server made, so all have the same tables and indexes.
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { GroupCommit } from './group-commit.js';
import { type Account, type Edit, fromCursor, type ListQuery, type NewTodo, type Store, toCursor } from './todo.js';
import type { TodoAnswer } from './todo.js';

interface Row {
  id: string;
  assignee: string | null;
  created_by: string;
  title: string;
  description: string | null;
  status: string;
  due_date: number | null;
  due_key: number;
  created_at: number;
  updated_at: number;
  version: number;
}

const toAnswer = (row: Row): TodoAnswer => ({
  id: row.id,
  title: row.title,
  description: row.description ?? undefined,
  status: row.status,
  due_date: row.due_date === null ? undefined : new Date(row.due_date).toISOString(),
  createdBy: row.created_by,
  assignee: row.assignee ?? undefined,
  created_at: new Date(row.created_at).toISOString(),
  updated_at: new Date(row.updated_at).toISOString(),
});

/** Who sees what: the condition of each list, one branch for each index. */
const branches = (me: string, assignee: string | undefined): string[] => {
  if (assignee === me) return ['assignee = :me AND :assignee IS NOT NULL'];
  if (assignee !== undefined) return ['owner = :me AND assignee = :assignee'];
  return ['owner = :me', 'assignee = :me AND owner <> :me'];
};

const COLUMNS: Record<keyof Edit, string> = {
  title: 'title',
  description: 'description',
  dueDate: 'due_date',
  assignee: 'assignee',
  status: 'status',
};

const DAY_MS = 86_400_000;

export class SqliteStore implements Store {
  readonly db: DatabaseSync;
  private readonly group: GroupCommit | undefined;
  private readonly statements = new Map<string, StatementSync>();

  constructor({ groupCommit = false } = {}) {
    this.db = new DatabaseSync(join(process.env.DATA_DIR ?? 'data', 'todo.db'));
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.group = groupCommit ? new GroupCommit(this.db) : undefined;
  }

  hasSession(id: string, user: string): boolean {
    return this.prepare('SELECT 1 FROM sessions WHERE id = ? AND user = ?').get(id, user) !== undefined;
  }

  addSession(id: string, user: string, expiresAt: number) {
    const insert = this.prepare('INSERT INTO sessions (id, user, expires_at) VALUES (?, ?, ?)');
    return this.write(() => insert.run(id, user, expiresAt));
  }

  account(email: string): Account | undefined {
    const select = this.prepare(
      'SELECT id, email_typed AS email, password_hash AS hash FROM users WHERE email_key = ?',
    );
    return select.get(email) as Account | undefined;
  }

  find(me: string, id: string) {
    const row = this.prepare('SELECT * FROM todos WHERE id = :id AND (owner = :me OR assignee = :me)').get({ id, me });
    return row && { todo: toAnswer(row as unknown as Row), version: Number(row.version) };
  }

  list(me: string, { assignee, status, sort = 'created_at', limit, cursor }: ListQuery) {
    const statuses = typeof status === 'string' ? [status] : (status ?? []);
    const [key, descending] = [sort.endsWith('created_at') ? 'created_at' : 'due_key', sort.startsWith('-')] as const;
    const params: Record<string, SQLInputValue> = { me, limit: limit === undefined ? -1 : limit + 1 };
    if (assignee !== undefined) params.assignee = assignee;
    statuses.forEach((each, index) => (params[`status${index}`] = each));
    const where = statuses.length > 0 ? ` AND status IN (${statuses.map((_, index) => `:status${index}`).join()})` : '';
    if (cursor !== undefined) [params.at = 0, params.id = ''] = fromCursor(cursor);
    const after = cursor === undefined ? '' : ` AND (${key}, id) ${descending ? '<' : '>'} (:at, :id)`;
    const selects = branches(me, assignee).map((branch) => `SELECT * FROM todos WHERE ${branch}${where}${after}`);
    const direction = descending ? 'DESC' : 'ASC';
    const order = ` ORDER BY ${key} ${direction}, id ${direction} LIMIT :limit + 0`;
    const rows = this.prepare(selects.join(' UNION ALL ') + order).all(params) as unknown as Row[];
    const more = limit !== undefined && rows.length > limit;
    const last = more ? rows.slice(0, limit).at(-1) : undefined;
    return {
      todos: (more ? rows.slice(0, limit) : rows).map(toAnswer),
      next: last && toCursor(last[key], last.id),
    };
  }

  add(me: string, todo: NewTodo, key?: string): string | undefined | Promise<string | undefined> {
    const now = Date.now();
    const id = Math.floor(now / 1000).toString(16) + randomBytes(8).toString('hex');
    const { title, description = null, dueDate, assignee = null, createdBy, status } = todo;
    const insert = this.prepare(
      `INSERT INTO todos (id, owner, assignee, created_by, title, description, status, due_date, created_at, updated_at, version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    );
    const due = dueDate == null ? null : Date.parse(dueDate);
    const run = () => {
      insert.run(id, me, assignee, createdBy ?? me, title, description, status ?? 'todo', due, now, now);
      return id;
    };
    return key === undefined ? this.write(run) : this.addOnce(me, key, { id, todo, now, run });
  }

  change(me: string, id: string, edit: Edit): number | undefined | Promise<number | undefined> {
    const params: Record<string, SQLInputValue> = { id, me, now: Date.now() };
    const names = (Object.keys(COLUMNS) as (keyof Edit)[]).filter((name) => edit[name] !== undefined);
    for (const name of names) {
      const value = edit[name] ?? null;
      params[COLUMNS[name]] = name === 'dueDate' && value !== null ? Date.parse(value) : value;
    }
    const columns = names.map((name) => COLUMNS[name]);
    const differs = columns.map((column) => `${column} IS NOT :${column}`).join(' OR ') || 'false';
    const update = this.prepare(
      `UPDATE todos SET ${columns.map((column) => `${column} = :${column}, `).join('')}
         version = version + (${differs}), updated_at = iif(${differs}, :now, updated_at)
       WHERE id = :id AND (owner = :me OR assignee = :me) RETURNING version`,
    );
    return this.write(() => update.get(params)?.version as number | undefined);
  }

  private addOnce(me: string, key: string, one: { id: string; todo: NewTodo; now: number; run: () => string }) {
    const digest = createHash('sha256').update(JSON.stringify(one.todo)).digest('base64url');
    const known = this.prepare(
      'SELECT todo, digest FROM idempotency_keys WHERE owner = ? AND key = ? AND expires_at > ?',
    );
    const store = this.prepare('INSERT OR REPLACE INTO idempotency_keys VALUES (?, ?, ?, ?, ?)');
    return this.write(() => {
      const found = known.get(me, key, one.now);
      if (found) return found.digest === digest ? String(found.todo) : undefined;
      this.db.exec('SAVEPOINT one');
      try {
        store.run(me, key, one.id, digest, one.now + DAY_MS);
        one.run();
        this.db.exec('RELEASE one');
        return one.id;
      } catch (error) {
        this.db.exec('ROLLBACK TO one; RELEASE one');
        throw error;
      }
    });
  }

  /** Without a group each write is a transaction of its own: a savepoint outside of any begins and commits one. */
  private write<T>(work: () => T): T | Promise<T> {
    return this.group ? this.group.write(work) : work();
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }
}
