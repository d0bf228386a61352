import { dirname } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import type { Mark, Row, Store } from '../move/store.js';
import { readMark, writeMark } from './moved.js';
import type { SqliteEngine } from './sqlite.engine.js';

/** Rows that are read or written at a time. */
const PART = 500;

interface Column {
  name: string;
  /** The place in the primary key, from 1; 0: not in it. */
  pk: number;
  /** 0: an ordinary column. */
  hidden: number;
}

/** The tables of the embedded database, but for the record of its migrations. */
export class SqliteStore implements Store {
  readonly location: string;

  constructor(private readonly engine: SqliteEngine) {
    this.location = engine.location;
  }

  /** The names of all tables with data. */
  tables(): string[] {
    const select = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migrations' ORDER BY name";
    return this.engine
      .prepare(select)
      .all()
      .map(({ name }) => String(name));
  }

  async *parts(table: string): AsyncGenerator<Row[]> {
    const columns = this.columnsOf(table).map(({ name }) => name);
    const keys = this.keysOf(table);
    const [list, places] = [keys.join(', '), keys.map(() => '?').join(', ')];
    const select = (where: string) =>
      this.engine.prepare(`SELECT ${columns.join(', ')} FROM ${table} ${where} ORDER BY ${list} LIMIT ${PART}`);
    for (let rows = select('').all() as Row[]; rows.length > 0;) {
      yield rows;
      const last = rows.at(-1);
      const after = keys.map((key) => last?.[key] ?? null);
      rows = select(`WHERE (${list}) > (${places})`).all(...after) as Row[];
    }
  }

  async write(table: string, rows: Row[]): Promise<void> {
    this.engine.demandSpace();
    const columns = this.columnsOf(table).map(({ name }) => name);
    const values = columns.map((name) => `:${name}`).join(', ');
    const insert = this.engine.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${values})`);
    await this.engine.writeAll(() => {
      for (const row of rows)
        insert.run(Object.fromEntries(columns.map((name): [string, SQLInputValue] => [name, row[name] ?? null])));
    });
  }

  async isEmpty(table: string): Promise<boolean> {
    return this.engine.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined;
  }

  async count(table: string): Promise<number> {
    return Number(this.engine.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  }

  async readMark(): Promise<Mark | undefined> {
    return readMark(dirname(this.location));
  }

  async writeMark(mark: Mark): Promise<void> {
    writeMark(dirname(this.location), mark);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private columnsOf(table: string): Column[] {
    const columns = this.engine.prepare(`SELECT name, pk, hidden FROM pragma_table_xinfo('${table}')`).all();
    return (columns as unknown as Column[]).filter(({ hidden }) => hidden === 0);
  }

  private keysOf(table: string): string[] {
    const keys = this.columnsOf(table).filter(({ pk }) => pk > 0);
    return keys.sort((a, b) => a.pk - b.pk).map(({ name }) => name);
  }
}
