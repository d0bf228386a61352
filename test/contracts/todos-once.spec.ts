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

it('adds the first todo whole, and says what was added', async () => {
  const [todo, key] = [mine({ description: 'y', assignee: anId(), dueDate: new Date(0) }), once()];
  expect(await todos.addOnce(todo, key)).toEqual(named(todo, key));
  expect(await all()).toEqual([todo]);
});

it('adds none under a key that is known, and says what it stands for', async () => {
  const [first, key] = [mine(), once()];
  await todos.addOnce(first, key);
  for (const digest of [key.digest, 'another'])
    for (const todo of [mine(), first])
      expect(await todos.addOnce(todo, { ...key, digest })).toEqual(named(first, key));
  expect(await all()).toEqual([first]);
});

it('keeps the keys of each owner, and each key of an owner, apart', async () => {
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

it.each(ODD_TEXTS)('takes the key %j for nothing but a text', async (key) => {
  const [first, second] = [mine(), aTodo()];
  await todos.addOnce(second, once({ key }));
  expect(await todos.addOnce(first, once({ key }))).toMatchObject({ id: first.id });
  expect(await todos.addOnce(mine(), once({ key }))).toMatchObject({ id: first.id });
  expect(await all()).toEqual([first]);
});

describe('a key that has expired', () => {
  it('stands for nothing any more', async () => {
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

  it('is taken by one of many', async () => {
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
  it('under one key add one todo, and all are told the same', async () => {
    for (let round = 0; round < 10; round++) {
      me = anId();
      const key = once();
      const race = Array.from({ length: 20 }, (_, index) => todos.addOnce(mine({ title: `${index}` }), key));
      const told = await Promise.all(race);
      expect(await all()).toMatchObject([{ id: told[0]?.id }]);
      expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    }
  });

  it('that ask for different things get the digest of the one that was added', async () => {
    const key = once();
    const race = Array.from({ length: 20 }, (_, index) =>
      todos.addOnce(mine({ title: `${index}` }), { ...key, digest: `${index}` }),
    );
    const told = await Promise.all(race);
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await all()).toMatchObject([{ id: told[0]?.id, title: told[0]?.digest }]);
  });

  it('under keys of their own add one each', async () => {
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

it('one that was edited meanwhile stays as it is', async () => {
  const [todo, key] = [mine(), once()];
  await todos.addOnce(todo, key);
  const edited = await todos.change({ id: me, everyone: false }, todo.id, { changes: { title: 'z' }, now: new Date() });
  expect(await todos.addOnce(mine(), key)).toEqual(named(todo, key));
  expect(await all()).toEqual([edited]);
});
