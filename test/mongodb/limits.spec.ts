import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { anEmail, signUp } from '../support/builders.js';

const EACH = 6;

describe('failed sign-ins', () => {
  let replicas: TestApp[];

  beforeAll(async () => {
    const env = { SIGN_IN_LIMIT: '5' };
    replicas = [await startApp(env), await startApp(env)];
  });
  afterAll(() => Promise.all(replicas.map((app) => app.close())));

  /** How often the replicas have logged this. The apps of one process share the logger of the last one. */
  const logged = (text: string) => replicas.flatMap(({ log }) => log).filter(({ msg }) => msg === text).length;

  /** As many wrong passwords at each replica, all at once. @returns the tries that were compared, and those that were refused */
  async function tries(email = anEmail()): Promise<{ compared: number; refused: number }> {
    const body = { email, password: 'wrong' };
    const all = replicas.flatMap(({ api }) => Array.from({ length: EACH }, () => api.call('POST', 'login', { body })));
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    const of = (status: number) => statuses.filter((one) => one === status).length;
    return { compared: of(400), refused: of(429) };
  }

  it('are counted for all replicas together', async () => {
    expect(await tries()).toEqual({ compared: 5, refused: 2 * EACH - 5 });
  });

  it('are counted by each replica alone while the counts cannot be stored, and nobody else is stopped', async () => {
    const connection = await mongoose.createConnection(String(process.env.MONGODB_URI)).asPromise();
    await connection.dropCollection('limit_counts');
    // Nothing can be written to a view.
    await connection.createCollection('limit_counts', { viewOn: 'users', pipeline: [] });
    expect(await tries()).toEqual({ compared: 2 * 5, refused: 2 * EACH - 2 * 5 });
    const who = signUp();
    for (const { api } of replicas) expect((await api.register(who)).status).toBe(api === replicas[0]?.api ? 201 : 400);
    for (const { api } of replicas) await api.signIn(who);
    expect(logged('limits are counted by each process alone')).toBe(replicas.length);

    await connection.dropCollection('limit_counts');
    await Promise.all(
      replicas.map(({ api }) => api.call('POST', 'login', { body: { email: anEmail(), password: 'x' } })),
    );
    expect(logged('limits are counted for all replicas again')).toBe(replicas.length);
    await connection.close();
  });
});
