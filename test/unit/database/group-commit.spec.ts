import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Duplicate, Unavailable } from '../../../src/errors.js';
import { GroupCommit } from '../../../src/database/sqlite/group-commit.js';
import { tempDir } from '../../support/temp-dir.js';

let path: string;
let db: DatabaseSync;
let group: GroupCommit;

function open(): DatabaseSync {
  const opened = new DatabaseSync(path, { timeout: 0 });
  onTestFinished(() => {
    opened.close();
  });
  return opened;
}

const insert = (id: number) =>
  group.write(() => db.prepare('INSERT INTO t VALUES (?, ?)').run(id, `row ${id}`).changes);
/** Read through another connection, which sees committed rows only. */
const stored = (from: DatabaseSync) =>
  from
    .prepare('SELECT id FROM t ORDER BY id')
    .all()
    .map(({ id }) => id);
const outcome = (results: PromiseSettledResult<unknown>[]) => results.map(({ status }) => status === 'fulfilled');
/** How many frames were written since the last time; a commit writes one or more. */
const walFrames = () => Number(db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()?.log);

describe('GroupCommit', () => {
  beforeEach(({ onTestFinished: finished }) => {
    path = join(tempDir(), 'test.db');
    db = new DatabaseSync(path, { timeout: 0 });
    finished(() => {
      db.close();
    });
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT) STRICT');
    group = new GroupCommit(db);
  });

  it('answers after the commit with what the work returned', async () => {
    const other = open();
    const write = insert(1);
    expect(stored(other)).toEqual([]);
    await expect(write).resolves.toBe(1);
    expect(stored(other)).toEqual([1]);
    expect(db.isTransaction).toBe(false);
  });

  it('shares one commit among the writes of one tick', async () => {
    walFrames();
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await Promise.all(ids.map(insert));
    const shared = walFrames();
    for (const id of ids) await insert(1000 + id);
    const single = walFrames();
    expect(shared).toBeLessThan(10);
    expect(single).toBeGreaterThanOrEqual(100);
    expect(stored(open())).toHaveLength(200);
  });

  it('undoes only the statement of a row that the table refuses', async () => {
    const results = await Promise.allSettled([insert(1), insert(1), insert(2)]);
    expect(outcome(results)).toEqual([true, false, true]);
    await expect(insert(2)).rejects.toBeInstanceOf(Duplicate);
    expect(stored(open())).toEqual([1, 2]);
  });

  it('passes on an error of the work itself, and keeps the rest', async () => {
    const mine = new Error('mine');
    const fails = group.write(() => {
      throw mine;
    });
    const [, failed] = await Promise.allSettled([insert(1), fails, insert(2)]);
    expect(failed).toMatchObject({ status: 'rejected', reason: mine });
    expect(stored(open())).toEqual([1, 2]);
  });

  it('rejects all of the group when it cannot begin, does nothing, and works again afterwards', async () => {
    const other = open();
    other.exec('BEGIN IMMEDIATE');
    let worked = 0;
    const work = () => ++worked;
    const results = await Promise.allSettled([group.write(work), insert(1), group.write(work)]);
    expect(outcome(results)).toEqual([false, false, false]);
    expect(results[0]).toMatchObject({ reason: expect.any(Unavailable) as unknown });
    expect(worked).toBe(0);
    other.exec('ROLLBACK');
    expect(stored(other)).toEqual([]);
    await expect(insert(1)).resolves.toBe(1);
  });

  it('rejects all of the group when the work ends the transaction', async () => {
    const ends = group.write(() => {
      db.exec('ROLLBACK');
      throw new Error('rolled back');
    });
    expect(outcome(await Promise.allSettled([insert(1), ends, insert(2)]))).toEqual([false, false, false]);
    expect(stored(open())).toEqual([]);
  });

  it('rejects all of the group when the commit fails, and nothing was done', async () => {
    db.exec('PRAGMA foreign_keys = ON; CREATE TABLE u (t INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED) STRICT');
    const orphan = group.write(() => db.prepare('INSERT INTO u VALUES (77)').run());
    expect(outcome(await Promise.allSettled([insert(1), orphan]))).toEqual([false, false]);
    expect(db.isTransaction).toBe(false);
    expect(stored(open())).toEqual([]);
    await expect(insert(1)).resolves.toBe(1);
  });

  it('says that a full file cannot serve, and keeps what was there', async () => {
    await insert(1);
    db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.page_count)}`);
    const large = (id: number) =>
      group.write(() => db.prepare('INSERT INTO t VALUES (?, ?)').run(id, 'x'.repeat(100_000)));
    await expect(large(2)).rejects.toBeInstanceOf(Unavailable);
    expect(stored(open())).toEqual([1]);
    db.exec('PRAGMA max_page_count = 1000');
    await large(3);
    expect(stored(open())).toEqual([1, 3]);
  });

  it('commits what is waiting when it is told to', async () => {
    const write = insert(1);
    group.flush();
    expect(stored(open())).toEqual([1]);
    await write;
  });
});
