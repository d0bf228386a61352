import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('DATA_DIR', () => {
  it('is ./data by default, readable by its owner alone, like every file in it', async () => {
    const cwd = tempDir();
    const server = await startServer({ cwd });
    await server.signIn();
    expect(modeOf(join(cwd, 'data'))).toBe('700');
    for (const name of ['jwt-secret', 'todo.db', 'todo.db-wal', 'todo.lock']) {
      expect([name, modeOf(join(cwd, 'data', name))]).toEqual([name, '600']);
    }
    expect(server.program.stdout).toContain(`"data":"${join(cwd, 'data', 'todo.db')}","msg":"listening"`);
  });

  it('is made with the folders above it, and keeps the signing key, users, sessions and todos over a restart', async () => {
    const env = { DATA_DIR: join(tempDir(), 'a', 'b') };
    const first = await startServer({ env });
    expect(modeOf(env.DATA_DIR)).toBe('700');
    const token = await first.signIn();
    await first.call('POST', '/todo', { token, body: { title: 'kept' } });
    const secret = readFileSync(join(env.DATA_DIR, 'jwt-secret'), 'utf8');
    expect(secret).toMatch(/^[\w-]{64}$/);
    const { stdout, stderr } = await first.end();
    expect(stdout + stderr).not.toContain(secret);

    const second = await startServer({ env });
    const { status, body } = await second.call('GET', '/todo', { token });
    expect(status).toBe(200);
    expect(body.data).toMatchObject([{ title: 'kept' }]);
    expect(readFileSync(join(env.DATA_DIR, 'jwt-secret'), 'utf8')).toBe(secret);
  });

  it('holds no signing key where one is set', async () => {
    const dir = tempDir();
    await startServer({ env: { DATA_DIR: dir, JWT_SECRET: 'k3y-'.repeat(8) } });
    expect(() => statSync(join(dir, 'jwt-secret'))).toThrow('ENOENT');
  });
});
