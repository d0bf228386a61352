import { expect, it } from 'vitest';
import { Counts } from '../../src/limits/counts/counts.js';
import { anId } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const counts = withAdapter(Counts);

const LIMIT = { name: 'of-the-test', points: 3, seconds: 60 };
const take = async (key: string, limit = LIMIT) => (await counts.take(limit, key)).allowed;

it('allows as many tries with a key as the limit says, then returns how long the window lasts', async () => {
  const [key, other] = [anId(), anId()];
  for (let index = 0; index < 3; index++) expect(await take(key)).toBe(true);
  for (let index = 0; index < 3; index++) {
    const { allowed, waitMs } = await counts.take(LIMIT, key);
    expect(allowed).toBe(false);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  }
  expect(await take(other)).toBe(true);
  expect(await take(key, { ...LIMIT, name: 'another-of-the-test' })).toBe(true);
});

it('counts each of many tries at once, even the first ones', async () => {
  const key = anId();
  const taken = await Promise.all(Array.from({ length: 40 }, () => take(key)));
  expect(taken.filter(Boolean)).toHaveLength(3);
});

it('allows one more try for each that is given back, and no more than the limit', async () => {
  const key = anId();
  await counts.giveBack(LIMIT, key);
  for (let index = 0; index < 3; index++) expect(await take(key)).toBe(true);
  await counts.giveBack(LIMIT, key);
  expect(await take(key)).toBe(true);
  expect(await take(key)).toBe(false);
});

it('finds the tries of the present window, those that were refused as well, and how long it lasts', async () => {
  const key = anId();
  expect(await counts.find(LIMIT, key)).toBeUndefined();
  for (let index = 0; index < 5; index++) await take(key);
  const found = await counts.find(LIMIT, key);
  expect(found?.taken).toBe(5);
  expect(found?.waitMs).toBeGreaterThan(0);
  expect(found?.waitMs).toBeLessThanOrEqual(60_000);
  expect(await counts.find(LIMIT, anId())).toBeUndefined();
  expect(await counts.find({ ...LIMIT, name: 'another-of-the-test' }, key)).toBeUndefined();
  await counts.reset(LIMIT, key);
  expect(await counts.find(LIMIT, key)).toBeUndefined();
});

it('begins anew after a reset, with that key alone', async () => {
  const [key, other] = [anId(), anId()];
  for (const one of [key, other]) for (let index = 0; index < 4; index++) await take(one);
  await counts.reset(LIMIT, key);
  expect(await take(key)).toBe(true);
  expect(await take(other)).toBe(false);
});

it('begins anew after the window', async () => {
  const key = anId();
  const short = { ...LIMIT, name: 'short-of-the-test', seconds: 1 };
  for (let index = 0; index < 4; index++) await take(key, short);
  const { waitMs } = await counts.take(short, key);
  await new Promise((done) => setTimeout(done, waitMs + 20));
  expect(await counts.find(short, key)).toBeUndefined();
  expect(await take(key, short)).toBe(true);
});
