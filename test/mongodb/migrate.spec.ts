import { resolve } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp } from '../support/app.js';
import { run } from '../support/spec-server.js';

const MONGODB_URI = process.env.MONGODB_URI ?? '';
const client = new mongoose.mongo.MongoClient(MONGODB_URI);

beforeAll(async () => {
  await client.connect();
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
});

/** Runs the command. @returns what it printed before its last line */
async function migrate(): Promise<string> {
  const { code, stdout, stderr } = await run({
    env: { MONGODB_URI },
    command: [process.execPath, resolve('dist/migrate.js')],
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^mongodb:\/\/.+ is up to date\n$/m);
  return stdout.replace(/^mongodb:.+\n$/m, '');
}

/** The names of the indexes, by collection. */
async function indexes(): Promise<Record<string, string[]>> {
  const names = (await client.db().collections()).map(async (collection) => [
    collection.collectionName,
    (await collection.indexes()).map(({ name }) => name).sort(),
  ]);
  return Object.fromEntries(await Promise.all(names)) as Record<string, string[]>;
}

it('db:migrate makes the indexes that a start makes, and leaves an interrupted erasure to that start', async () => {
  const users = client.db().collection('users');
  const someone = { email: 'john@example.com', password_hash: 'x', created_at: new Date(), updated_at: new Date() };
  await users.insertOne({ ...someone, erasing: true });
  expect(await migrate()).toBe('users/email-key: 1 migrated\n');
  expect(await users.countDocuments({ erasing: true })).toBe(1);
  const ahead = await indexes();

  const app = await startApp();
  await app.close();
  expect(await users.countDocuments({})).toBe(0);
  expect(await indexes()).toEqual(ahead);
});
