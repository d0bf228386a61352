import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/database/sqlite/migrate.js';

const FIRST = { name: 'a/1-create', sql: 'CREATE TABLE a (x); INSERT INTO a VALUES (1)' };
const SECOND = { name: 'a/2-more', sql: 'INSERT INTO a VALUES (2)' };
const BROKEN = {
  name: 'a/3-broken',
  sql: 'INSERT INTO a VALUES (3); CREATE TABLE b (y); INSERT INTO nowhere VALUES (1)',
};

let db: DatabaseSync;
beforeEach(() => {
  db = new DatabaseSync(':memory:');
});

const column = (sql: string) =>
  db
    .prepare(sql)
    .all()
    .map((row) => Object.values(row)[0]);
const names = () => column('SELECT name FROM migrations ORDER BY name');
const rows = () => column('SELECT x FROM a ORDER BY x');

describe('migrate', () => {
  it('applies what the file has not seen, in order, and records it', () => {
    migrate(db, [FIRST, SECOND]);
    expect(rows()).toEqual([1, 2]);
    expect(names()).toEqual(['a/1-create', 'a/2-more']);
    expect(column("SELECT applied_at FROM migrations WHERE name = 'a/1-create'")[0]).toBeCloseTo(Date.now(), -4);
  });

  it('applies each once, by its name alone', () => {
    migrate(db, [FIRST]);
    migrate(db, [FIRST]);
    migrate(db, [{ ...FIRST, sql: 'DROP TABLE a' }, SECOND]);
    expect(rows()).toEqual([1, 2]);
  });

  it('lets features migrate one after the other', () => {
    migrate(db, [FIRST]);
    migrate(db, [{ name: 'b/1-create', sql: 'CREATE TABLE b (y)' }]);
    expect(names()).toEqual(['a/1-create', 'b/1-create']);
  });

  it('undoes the whole of one that fails, and keeps those before it', () => {
    expect(() => {
      migrate(db, [FIRST, BROKEN, SECOND]);
    }).toThrow('nowhere');
    expect(db.isTransaction).toBe(false);
    expect(rows()).toEqual([1]);
    expect(names()).toEqual(['a/1-create']);
    expect(column("SELECT name FROM sqlite_schema WHERE name = 'b'")).toEqual([]);
  });

  it('goes on where a failed one stopped', () => {
    expect(() => {
      migrate(db, [FIRST, BROKEN]);
    }).toThrow();
    migrate(db, [FIRST, { ...BROKEN, sql: 'INSERT INTO a VALUES (3)' }]);
    expect(rows()).toEqual([1, 3]);
  });

  it('leaves alone what only a later release knows', () => {
    migrate(db, [FIRST, SECOND]);
    migrate(db, [FIRST]);
    expect(names()).toEqual(['a/1-create', 'a/2-more']);
    expect(rows()).toEqual([1, 2]);
  });
});
