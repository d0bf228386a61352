import { beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { AddOnce, Todo } from '../../src/todo/todo.js';
import { anId, aTodo, OLDEST_FIRST } from '../support/builders.js';
import { ODD_TEXTS } from '../support/texts.js';
import { withAdapter } from '../support/with-app.js';

const DAY = 86_400_000;

const todos = withAdapter(TodoRepository);
let me: string;

beforeEach(() => void (me = anId()));

const once = (over: Partial<AddOnce> = {}): AddOnce => ({
  key: anId(),
  digest: 'digest',
  expiresAt: new Date(Date.now() + DAY),
  ...over,
});
const mine = (over: Partial<Todo> = {}) => aTodo({ owner: me, ...over });
const all = (id = me) => todos.page({ id, everyone: false }, { order: OLDEST_FIRST, limit: 1_000 });
const named = ({ id }: Todo, { digest }: AddOnce) => ({ id, digest });

it('addOnce adds the first todo under a key, and returns its id and digest', async () => {
  const [todo, key] = [mine({ description: 'y', assignee: anId(), dueDate: new Date(0) }), once()];
  expect(await todos.addOnce(todo, key)).toEqual(named(todo, key));
  expect(await all()).toEqual([todo]);
});

it('addOnce adds nothing under a known key, and returns the first id and digest', async () => {
  const [first, key] = [mine(), once()];
  await todos.addOnce(first, key);
  for (const digest of [key.digest, 'another'])
    for (const todo of [mine(), first])
      expect(await todos.addOnce(todo, { ...key, digest })).toEqual(named(first, key));
  expect(await all()).toEqual([first]);
});

it('addOnce distinguishes the keys of different owners, and similar keys of one owner', async () => {
  const [key, other] = [once(), anId()];
  const some = [mine(), aTodo({ owner: other })];
  for (const todo of some) expect(await todos.addOnce(todo, key)).toEqual(named(todo, key));
  for (const spelt of [key.key.toUpperCase(), `${key.key} `, `${key.key}%`, `${other}:${key.key}`]) {
    const [todo, another] = [mine(), { ...key, key: spelt }];
    expect(await todos.addOnce(todo, another)).toEqual(named(todo, another));
  }
  expect(await all()).toHaveLength(5);
  expect(await all(other)).toHaveLength(1);
});

it.each(ODD_TEXTS)('addOnce treats the key %j as plain text', async (key) => {
  const [first, second] = [mine(), aTodo()];
  await todos.addOnce(second, once({ key }));
  expect(await todos.addOnce(first, once({ key }))).toMatchObject({ id: first.id });
  expect(await todos.addOnce(mine(), once({ key }))).toMatchObject({ id: first.id });
  expect(await all()).toEqual([first]);
});

describe('a key that has expired', () => {
  it('can be used again', async () => {
    const at = new Date();
    const key = once({ expiresAt: new Date(at.getTime() + DAY) });
    const first = mine({ createdAt: at });
    await todos.addOnce(first, key);
    const early = mine({ createdAt: new Date(at.getTime() + DAY - 1) });
    expect(await todos.addOnce(early, key)).toEqual(named(first, key));
    const late = mine({ createdAt: new Date(at.getTime() + DAY) });
    const renewed = { ...key, digest: 'another', expiresAt: new Date(at.getTime() + 2 * DAY) };
    expect(await todos.addOnce(late, renewed)).toEqual(named(late, renewed));
    expect(await todos.addOnce(mine({ createdAt: late.createdAt }), key)).toEqual(named(late, renewed));
    expect(await all()).toEqual([first, late]);
  });

  it('can be used again while many others have expired and are still there', async () => {
    const at = (ms: number) => ({ createdAt: new Date(ms) });
    const others = Array.from({ length: 600 }, () => once({ expiresAt: new Date(DAY) }));
    await Promise.all(others.map((other) => todos.addOnce(mine(at(0)), other)));
    const key = once({ expiresAt: new Date(DAY + 1) });
    await todos.addOnce(mine(at(0)), key);
    const late = mine(at(2 * DAY));
    const renewed = { ...key, expiresAt: new Date(3 * DAY) };
    expect(await todos.addOnce(late, renewed)).toEqual(named(late, renewed));
  });

  it('is used again by one of many at once', async () => {
    const key = once({ expiresAt: new Date(Date.now() + 1) });
    await todos.addOnce(mine({ createdAt: new Date(0) }), key);
    const renewed = { ...key, expiresAt: new Date(Date.now() + DAY) };
    const race = Array.from({ length: 20 }, () =>
      todos.addOnce(mine({ createdAt: new Date(Date.now() + 1_000) }), renewed),
    );
    expect(new Set((await Promise.all(race)).map(({ id }) => id)).size).toBe(1);
    expect(await all()).toHaveLength(2);
  });
});

describe('many at once', () => {
  it('under one key add one todo, and all return the same', async () => {
    for (let round = 0; round < 10; round++) {
      me = anId();
      const key = once();
      const race = Array.from({ length: 20 }, (_, index) => todos.addOnce(mine({ title: `${index}` }), key));
      const results = await Promise.all(race);
      expect(await all()).toMatchObject([{ id: results[0]?.id }]);
      expect(new Set(results.map((each) => JSON.stringify(each))).size).toBe(1);
    }
  });

  it('with different digests get the digest of the todo that was added', async () => {
    const key = once();
    const race = Array.from({ length: 20 }, (_, index) =>
      todos.addOnce(mine({ title: `${index}` }), { ...key, digest: `${index}` }),
    );
    const results = await Promise.all(race);
    expect(new Set(results.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await all()).toMatchObject([{ id: results[0]?.id, title: results[0]?.digest }]);
  });

  it('under different keys add one todo each', async () => {
    const some = Array.from({ length: 50 }, () => mine());
    await Promise.all(some.flatMap((todo) => [todos.addOnce(todo, once()), todos.add(mine())]));
    expect(await all()).toHaveLength(100);
  });
});

it('a todo that was deleted meanwhile is not added again', async () => {
  const [todo, key] = [mine(), once()];
  await todos.addOnce(todo, key);
  await todos.remove({ id: me, everyone: false }, todo.id);
  expect(await todos.addOnce(mine(), key)).toEqual(named(todo, key));
  expect(await all()).toEqual([]);
});

it('a todo that was edited meanwhile stays as it is', async () => {
  const [todo, key] = [mine(), once()];
  await todos.addOnce(todo, key);
  const edited = await todos.change({ id: me, everyone: false }, todo.id, { changes: { title: 'z' }, now: new Date() });
  expect(await todos.addOnce(mine(), key)).toEqual(named(todo, key));
  expect(await all()).toEqual([edited]);
});

it('hasKey knows the keys of each owner until they expire', async () => {
  const [todo, key] = [mine(), once()];
  const now = new Date();
  expect(await todos.hasKey(me, key.key, now)).toBe(false);
  await todos.addOnce(todo, key);
  expect(await todos.hasKey(me, key.key, now)).toBe(true);
  expect(await todos.hasKey(anId(), key.key, now)).toBe(false);
  expect(await todos.hasKey(me, anId(), now)).toBe(false);
  expect(await todos.hasKey(me, key.key, key.expiresAt)).toBe(false);
});

it('count counts the todos of one owner, and stops at the number given', async () => {
  for (let index = 0; index < 3; index++) await todos.add(mine());
  await todos.add(aTodo({ assignee: me }));
  expect(await todos.count(me, 10)).toBe(3);
  expect(await todos.count(me, 2)).toBe(2);
  expect(await todos.count(anId(), 10)).toBe(0);
});
