import { createHash, randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Nodes } from '../support/nodes.js';
import { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { claimsIn } from '../support/tokens.js';
import { able } from './able.js';

const EQUAL = 20;
const ROUNDS = 10;
const WRITERS = 16;
const KEYS = 100;
const DATABASE = 'keys';

const { ObjectId } = mongoose.mongo;

const post = (to: Server, token: string, key: string, title = key) =>
  to.call('POST', '/todo', { token, body: { title }, headers: { 'Idempotency-Key': key } });
const titles = async (at: Server, token: string) => {
  const { body } = await at.call('GET', '/todo', { token });
  return (body.data as { title: string }[]).map(({ title }) => title).sort();
};

describe.skipIf(!able)('an idempotency key, at any number of replicas and retries', () => {
  let nodes: Nodes;
  let env: Record<string, string>;
  let one: Server;
  let two: Server;

  beforeAll(async () => {
    nodes = await Nodes.start();
    env = { MONGODB_URI: nodes.uri(DATABASE), MONGODB_TIMEOUT: '2m', REQUEST_TIMEOUT: '2m' };
    [one, two] = await Promise.all([Server.start({ env }), Server.start({ env })]);
  });
  afterAll(async () => {
    await Promise.all([one.end(), two.end()]);
    await nodes.stop();
  });

  const collection = async (name: string) =>
    (await nodes.client(await nodes.primary())).db(DATABASE).collection<{ _id: unknown }>(name);

  it(`${EQUAL} equal posts at two processes add one todo, ${ROUNDS} times`, async () => {
    const token = await one.signIn('equal@mail.com');
    const keys = Array.from({ length: ROUNDS }, () => randomUUID());
    for (const key of keys) {
      const race = Array.from({ length: EQUAL }, (_, index) => post(index % 2 ? one : two, token, key));
      const answers = await Promise.all(race);
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: EQUAL }, () => 201));
      expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
      expect(new Set(answers.map(({ body }) => body.message)).size).toBe(1);
    }
    expect(await titles(one, token)).toEqual([...keys].sort());
    expect([...one.failures, ...two.failures]).toEqual([]);
  });

  it('different posts under one key at two processes add one todo, and the others are answered with 422', async () => {
    const token = await one.signIn('different@mail.com');
    for (let round = 1; round <= ROUNDS; round++) {
      const key = randomUUID();
      const race = Array.from({ length: EQUAL }, (_, index) => post(index % 2 ? one : two, token, key, `${index}`));
      const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
      expect(statuses).toEqual([201, ...Array.from({ length: EQUAL - 1 }, () => 422)]);
      expect(await titles(two, token)).toHaveLength(round);
    }
  });

  it('kill -9 under load: a retry of every key elsewhere adds each todo once', async () => {
    const dying = await startServer({ env });
    const token = await two.signIn('killed@mail.com');
    const keys = Array.from({ length: KEYS }, (_, index) => `key-${index}`);
    const locations = new Map<string, string>();
    const left = [...keys];
    const writers = Array.from({ length: WRITERS }, async () => {
      for (let key = left.shift(); key !== undefined; key = left.shift()) {
        const answer = await post(dying, token, key).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.status).toBe(201);
        locations.set(key, String(answer.headers.get('location')));
        if (locations.size === 60) void dying.end('SIGKILL');
      }
    });
    await Promise.all(writers);
    for (const _ of ['first', 'second'])
      for (let from = 0; from < KEYS; from += 50)
        await Promise.all(
          keys.slice(from, from + 50).map(async (key) => {
            const { status, headers } = await post(two, token, key);
            expect(status).toBe(201);
            const location = String(headers.get('location'));
            expect(location).toBe(locations.get(key) ?? location);
            locations.set(key, location);
          }),
        );
    expect(await titles(two, token)).toEqual([...keys].sort());
  });

  it('the next try adds the todo of a process that died after it had stored the key', async () => {
    const token = await one.signIn('between@mail.com');
    const owner = String(claimsIn(token).id);
    const [id, key] = [new ObjectId(), 'died-between'];
    const digest = createHash('sha256')
      .update(JSON.stringify([undefined, owner, 'x', undefined, 'todo', undefined]))
      .digest('base64url');
    const expires_at = new Date(Date.now() + 3_600_000);
    const _id = `${owner}:${key}`;
    await (
      await collection('idempotency_keys')
    ).insertOne({
      _id,
      ...{ owner: new ObjectId(owner), todo: id, digest, done: false, expires_at },
    });
    expect(await titles(one, token)).toEqual([]);
    expect((await post(one, token, key, 'another')).status).toBe(422);
    const race = await Promise.all(Array.from({ length: EQUAL }, () => post(one, token, key, 'x')));
    for (const { status, headers } of race)
      expect([status, headers.get('location')]).toEqual([201, `/api/todo/${id.toHexString()}`]);
    expect(await titles(one, token)).toEqual(['x']);
  });

  it('an index removes expired keys', async () => {
    const indexes = await (await collection('idempotency_keys')).indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expires_at: 1 }, expireAfterSeconds: 0 }));
    expect(indexes).toContainEqual(expect.objectContaining({ key: { owner: 1 } }));
  });
});
