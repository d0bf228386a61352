import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartError } from '../../../src/config/start-error.js';
import { type DataMigration, runPatiently } from '../../../src/database/data-migration.js';
import { Unavailable } from '../../../src/errors.js';
import { SqliteEngine } from '../../../src/database/sqlite/sqlite.engine.js';
import { tempDir } from '../../support/temp-dir.js';

let engine: SqliteEngine;
let reported: [name: string, changed: number][];

beforeEach(() => {
  engine = new SqliteEngine(join(tempDir(), 'todo.db'), new DatabaseSync(':memory:'));
  reported = [];
});
afterEach(() => engine.close());

const migrate = () => engine.migrate((name, { changed }) => reported.push([name, changed]));

/** A migration of these parts; an error among them stops it. */
const migration = (name: string, ...parts: (number | Error)[]): DataMigration => ({
  name,
  run: async function* () {
    for (const part of parts) {
      if (part instanceof Error) throw part;
      yield { changed: part, left: [] };
    }
  },
});

it('the data migrations run one after the other, each time, and every part is reported', async () => {
  engine.dataMigrations.push(migration('a/one', 2, 3), migration('b/none'), migration('c/two', 1));
  await migrate();
  expect(reported).toEqual([
    ['a/one', 2],
    ['a/one', 3],
    ['c/two', 1],
  ]);
  await migrate();
  expect(reported).toHaveLength(6);
});

it('a data migration that fails stops the start, which names it, and keeps its parts so far', async () => {
  engine.dataMigrations.push(migration('a/one', 2, new Error('no space'), 3), migration('b/two', 1));
  const error: unknown = await migrate().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartError);
  expect(String(error)).toMatch(/The data migration a\/one on .+todo\.db stopped: no space$/);
  expect(reported).toEqual([['a/one', 2]]);
});

it('a data migration begins again while the engine cannot serve, and reports another error at once', async () => {
  const errors = [new Unavailable('1'), new Unavailable('2'), new Error('no space')];
  const failing: DataMigration = {
    name: 'a/one',
    run: async function* () {
      yield { changed: 1, left: [] };
      const error = errors.shift();
      if (error) throw error;
    },
  };
  const run = () => runPatiently(failing, (name, { changed }) => reported.push([name, changed]), 600_000);
  await expect(run()).rejects.toThrow('no space');
  expect(reported).toHaveLength(3);
  await run();
  expect(reported).toHaveLength(4);
});

it('a data migration without any patience fails when the engine cannot serve', async () => {
  const stopped = runPatiently(migration('a/one', 1, new Unavailable('busy')), () => undefined, 0);
  await expect(stopped).rejects.toBeInstanceOf(Unavailable);
});
