import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startApp } from '../../support/app.js';

const run = promisify(execFile);

/** `npm run seed`, on the engine and the data of this test. */
const seed = (...args: string[]) => run(process.execPath, ['scripts/seed.ts', ...args]);

it('npm run seed adds people and todos at every run, and prints a login', async () => {
  const first = await seed('--users', '3', '--todos', '20');
  expect(first).toMatchObject({ stdout: expect.stringMatching(/^3 users\n20 todos\nin \S+; sign in as /) as string });
  const { stdout } = await seed('--users', '3', '--todos', '20');
  const [, email = '', password = ''] = /sign in as (\S+) with the password: (.+)\n/.exec(stdout) ?? [];
  expect(first.stdout).not.toContain(email);
  const app = await startApp();
  try {
    const token = await app.api.signIn({ email, password });
    const todos = await app.api.list(token);
    expect(todos.length).toBeGreaterThanOrEqual(6);
    for (const { title } of todos) expect(title).toMatch(/^[A-Z]\w+ .*the \w+$/);
  } finally {
    await app.close();
  }
});

it('npm run seed reports a count that is no number', async () => {
  await expect(seed('--users', 'many')).rejects.toMatchObject({
    code: 1,
    stderr: '--users must be a whole number from 1 to 999999\n',
  });
});

it.runIf(process.env.MONGODB_URI === undefined)(
  'npm run seed refuses a data folder that a running server uses',
  async () => {
    const app = await startApp();
    try {
      await expect(seed()).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/is in use by another process[^]*\nStop the server first/) as string,
      });
    } finally {
      await app.close();
    }
  },
);
