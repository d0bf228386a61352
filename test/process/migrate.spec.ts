import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const migrate = (env: Record<string, string>) => run({ env, command: [process.execPath, resolve('dist/migrate.js')] });

/** Runs one statement on the database of a stopped server, and answers its rows. */
function query(dir: string, sql: string): unknown[] {
  const db = new DatabaseSync(join(dir, 'todo.db'));
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

const SCHEMA = 'SELECT type, name, sql FROM sqlite_schema ORDER BY name';

describe('npm run db:migrate', () => {
  it('makes the tables that a start makes, and no signing key', async () => {
    const [ahead, started] = [tempDir(), tempDir()];
    const { code, stdout, stderr } = await migrate({ DATA_DIR: ahead });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `${join(ahead, 'todo.db')} is up to date\n`,
      stderr: '',
    });
    expect(readdirSync(ahead).sort()).toEqual(['todo.db', 'todo.lock']);
    const server = await startServer({ env: { DATA_DIR: started } });
    await server.end();
    expect(query(ahead, SCHEMA)).toEqual(query(started, SCHEMA));
  });

  it('reports in one line that a server runs; after its end, leaves an interrupted erasure to the next start', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    await server.signIn();
    const { code, stdout, stderr } = await migrate(env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^DATA_DIR .+ is in use by another process; .+\n$/);
    await server.end();
    query(env.DATA_DIR, 'UPDATE users SET erasing = 1');

    expect(await migrate(env)).toMatchObject({ code: 0, stderr: '' });
    expect(query(env.DATA_DIR, 'SELECT email FROM users')).toEqual([{ email: 'john@example.com' }]);
    expect(query(env.DATA_DIR, 'SELECT count(*) AS n FROM sessions')).toEqual([{ n: 1 }]);

    const next = await startServer({ env });
    await next.end();
    expect(query(env.DATA_DIR, 'SELECT email FROM users')).toEqual([]);
  });
});
