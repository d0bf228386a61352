// The todos of the Nest contender: its entity, DTOs, database and service.
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Injectable, NotFoundException, UnprocessableEntityException } from '@nestjs/common';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import * as is from 'class-validator';
import { fromCursor, SORTS, STATUSES, toCursor } from './todo.js';

const ID = /^[0-9a-f]{24}$/i;

// What goes in and out.
@Exclude()
export class Todo {
  @Expose() id!: string;
  @Expose() title!: string;
  @Expose() description?: string;
  @Expose() status!: string;
  @Expose({ name: 'due_date' }) dueDate?: Date;
  @Expose() createdBy!: string;
  @Expose() assignee?: string;
  @Expose({ name: 'created_at' }) createdAt!: Date;
  @Expose({ name: 'updated_at' }) updatedAt!: Date;
  owner!: string;
  version!: number;

  constructor(partial: Partial<Todo>) {
    Object.assign(this, partial);
  }
}

export class CreateTodoDto {
  @is.IsString() @is.Matches(/\S/) @is.MaxLength(255) title!: string;
  @is.IsOptional() @is.IsString() @is.MaxLength(10_000) description?: string | null;
  @is.IsOptional() @is.IsISO8601({ strict: true }) dueDate?: string | null;
  @is.IsOptional() @is.Matches(ID) assignee?: string | null;
  @is.IsOptional() @is.Matches(ID) createdBy?: string | null;
  @is.IsOptional() @is.IsIn(STATUSES) status?: string | null;
}

export class UpdateTodoDto {
  @is.IsOptional() @is.IsString() @is.Matches(/\S/) @is.MaxLength(255) title?: string;
  @is.IsOptional() @is.IsString() @is.MaxLength(10_000) description?: string | null;
  @is.IsOptional() @is.IsISO8601({ strict: true }) dueDate?: string | null;
  @is.IsOptional() @is.Matches(ID) assignee?: string | null;
  @is.IsOptional() @is.IsIn(STATUSES) status?: string;
}

export class TodoParams {
  @is.Matches(ID) id!: string;
}

export class StatusParams extends TodoParams {
  @is.IsIn(STATUSES) status!: string;
}

export class ListQueryDto {
  @is.IsOptional() @is.Matches(ID) assignee?: string;
  @is.IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? [value] : value))
  @is.IsIn(STATUSES, { each: true })
  status?: string[];
  @is.IsOptional() @is.IsIn(SORTS) sort?: string;
  @is.IsOptional() @Type(() => Number) @is.IsInt() @is.Min(1) @is.Max(200) limit?: number;
  @is.IsOptional() @is.IsString() @is.IsNotEmpty() cursor?: string;
}

// The repository.
const toTodo = (row: Record<string, unknown>): Todo =>
  new Todo({
    id: row.id as string,
    title: row.title as string,
    description: (row.description as string | null) ?? undefined,
    status: row.status as string,
    dueDate: row.due_date === null ? undefined : new Date(row.due_date as number),
    createdBy: row.created_by as string,
    assignee: (row.assignee as string | null) ?? undefined,
    createdAt: new Date(row.created_at as number),
    updatedAt: new Date(row.updated_at as number),
    owner: row.owner as string,
    version: row.version as number,
  });

@Injectable()
export class Repository {
  private readonly db = new DatabaseSync(join(process.env.DATA_DIR ?? 'data', 'todo.db'));
  private readonly statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  constructor() {
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  }

  async get(sql: string, params: Record<string, SQLInputValue>): Promise<Record<string, unknown> | undefined> {
    return this.prepare(sql).get(params);
  }

  async all(sql: string, params: Record<string, SQLInputValue>): Promise<Record<string, unknown>[]> {
    return this.prepare(sql).all(params);
  }

  async insert(table: string, row: Record<string, SQLInputValue>): Promise<void> {
    const names = Object.keys(row);
    this.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (:${names.join(',:')})`).run(row);
  }

  /** Runs `work`, which does not wait, in a transaction. */
  transaction(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  private prepare(sql: string) {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }
}

@Injectable()
export class TodoService {
  constructor(private readonly repository: Repository) {}

  async find(me: string, id: string): Promise<Todo> {
    const sql = 'SELECT * FROM todos WHERE id = :id AND (owner = :me OR assignee = :me)';
    const row = await this.repository.get(sql, { id, me });
    if (!row) throw new NotFoundException(`Todo ${id} is not found`);
    return toTodo(row);
  }

  async list(me: string, { assignee, status, sort = 'created_at', limit, cursor }: ListQueryDto) {
    const conditions = ['(owner = :me OR assignee = :me)'];
    const params: Record<string, SQLInputValue> = { me, limit: limit === undefined ? -1 : limit + 1 };
    const [key, descending] = [sort.endsWith('created_at') ? 'created_at' : 'due_key', sort.startsWith('-')];
    if (assignee !== undefined) {
      conditions.push('assignee = :assignee');
      params.assignee = assignee;
    }
    if (status !== undefined) {
      conditions.push(`status IN (${status.map((_, index) => `:status${index}`).join()})`);
      status.forEach((each, index) => (params[`status${index}`] = each));
    }
    if (cursor !== undefined) {
      conditions.push(`(${key}, id) ${descending ? '<' : '>'} (:at, :id)`);
      [params.at = 0, params.id = ''] = fromCursor(cursor);
    }
    const direction = descending ? 'DESC' : 'ASC';
    const order = `ORDER BY ${key} ${direction}, id ${direction} LIMIT :limit`;
    const rows = await this.repository.all(`SELECT * FROM todos WHERE ${conditions.join(' AND ')} ${order}`, params);
    const page = rows.slice(0, limit);
    const last = page.length < rows.length ? page.at(-1) : undefined;
    return { todos: page.map(toTodo), next: last && toCursor(last[key] as number, last.id as string) };
  }

  async add(me: string, body: CreateTodoDto, key?: string): Promise<string> {
    const now = Date.now();
    const id = Math.floor(now / 1000).toString(16) + randomBytes(8).toString('hex');
    const row = {
      id,
      owner: me,
      assignee: body.assignee ?? null,
      created_by: body.createdBy ?? me,
      title: body.title,
      description: body.description ?? null,
      status: body.status ?? 'todo',
      due_date: body.dueDate == null ? null : Date.parse(body.dueDate),
      created_at: now,
      updated_at: now,
      version: 1,
    };
    if (key === undefined) {
      await this.repository.insert('todos', row);
      return id;
    }
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    const sql = 'SELECT todo, digest FROM idempotency_keys WHERE owner = :me AND key = :key AND expires_at > :now';
    const known = await this.repository.get(sql, { me, key, now });
    if (known && known.digest !== digest)
      throw new UnprocessableEntityException('Idempotency-Key has been used for another todo');
    if (known) return known.todo as string;
    this.repository.transaction(() => {
      const record = { owner: me, key, todo: id, digest, expires_at: now + 86_400_000 };
      void this.repository.insert('idempotency_keys', record);
      void this.repository.insert('todos', row);
    });
    return id;
  }

  async change(me: string, id: string, { dueDate, ...rest }: UpdateTodoDto): Promise<number> {
    const due = dueDate == null ? dueDate : Date.parse(dueDate);
    const changes = Object.entries({ ...rest, due_date: due }).filter(([, value]) => value !== undefined);
    const differs = changes.map(([name]) => `${name} IS NOT :${name}`).join(' OR ') || 'false';
    const sql = `UPDATE todos SET ${changes.map(([name]) => `${name} = :${name}, `).join('')}
        version = version + (${differs}), updated_at = iif(${differs}, :now, updated_at)
      WHERE id = :id AND (owner = :me OR assignee = :me) RETURNING version`;
    const params = { ...Object.fromEntries(changes), id, me, now: Date.now() } as Record<string, SQLInputValue>;
    const row = await this.repository.get(sql, params);
    if (!row) throw new NotFoundException(`Todo ${id} is not found`);
    return row.version as number;
  }
}
