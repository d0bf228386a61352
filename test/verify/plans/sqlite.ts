import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync as Database } from 'node:sqlite';
import { built } from '../../support/built.ts';
import type { Plan, Probe } from './probe.ts';

interface Statement {
  sql: string;
  params: SQLInputValue[];
}

type Prepare = (this: unknown, sql: string) => StatementSync;

interface EngineClass {
  SqliteEngine: { prototype: { prepare: Prepare } };
}

const RUNNING = new Set<string | symbol>(['get', 'all', 'run', 'iterate']);

/** A statement that notes each of its runs in `run`. */
function note(run: Statement[], sql: string, statement: StatementSync): StatementSync {
  return new Proxy(statement, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...params: SQLInputValue[]): unknown => {
        if (RUNNING.has(name)) run.push({ sql, params });
        return value.apply(target, params) as unknown;
      };
    },
  });
}

/**
 * SQLite reports the plan of a statement, and does not count keys. Keys are few when the filter and the position bound
 * each search, so that is checked. An unbounded walk along an index is right only for a list without a filter, or along
 * an index that has only the wanted rows.
 */
function explain(db: DatabaseSync, { sql, params }: Statement, bounded: readonly string[] | undefined): Plan {
  const steps = db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...params)
    .map(({ detail }) => String(detail));
  const accesses = steps.filter((step) => /^(SCAN|SEARCH) /.test(step) && !/ CONSTANT ROW| VIRTUAL TABLE /.test(step));
  const partial = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'").all();
  const faults = steps.filter((step) => step.includes('TEMP B-TREE'));
  for (const access of accesses) {
    const index = / USING (?:COVERING )?INDEX (\w+)/.exec(access)?.[1];
    const walk = index !== undefined && (bounded?.length === 0 || partial.some(({ name }) => name === index));
    if (access.startsWith('SCAN') && !walk) faults.push(access);
    const unbounded = bounded?.filter((column) => !new RegExp(`\\W${column}(,id\\))?[=<>]`).test(access)) ?? [];
    if (unbounded.length > 0) faults.push(`not bounded by ${unbounded.join(', ')}: ${access}`);
  }
  const merged = steps.some((step) => step.startsWith('MERGE (UNION ALL)')) ? 'MERGE ' : '';
  return { text: merged + (accesses.join(' + ') || 'no table'), faults };
}

/** The probe of the database in a folder; call it before the application opens it. */
export async function sqliteProbe(dir: string): Promise<Probe> {
  const run: Statement[] = [];
  const { SqliteEngine } = await built<EngineClass>('database/sqlite/sqlite.engine.js');
  const { prepare } = SqliteEngine.prototype;
  SqliteEngine.prototype.prepare = function (sql) {
    return note(run, sql, prepare.call(this, sql));
  };
  const withDatabase = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new Database(join(dir, 'todo.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  return {
    engine: 'sqlite',
    watch: async (work, bounded) => {
      run.length = 0;
      await work();
      const seen = new Map(run.map((statement) => [statement.sql, statement]));
      return withDatabase((db) => [...seen.values()].map((statement) => explain(db, statement, bounded)));
    },
    dropIndexes: async () => {
      withDatabase((db) => {
        const named = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all();
        for (const { name } of named) db.exec(`DROP INDEX ${String(name)}`);
      });
    },
    close: async () => {
      SqliteEngine.prototype.prepare = prepare;
    },
  };
}
