import { expect, it } from 'vitest';
import { KnownAddressRepository } from '../../src/auth/repositories/known-address.repository.js';
import { MOST_ADDRESSES } from '../../src/auth/known-address.js';
import { anId } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const known = withAdapter(KnownAddressRepository);

const NOW = new Date();
const after = (ms: number) => new Date(NOW.getTime() + ms);
const has = (id: string, now = NOW) => known.has([anId(), id], now);

async function add(userId = anId(), expiresAt = after(60_000), id = anId()): Promise<string> {
  await known.add({ id, userId, expiresAt });
  return id;
}

it('has the addresses that were added, until they expire', async () => {
  const id = await add();
  expect(await has(id)).toBe(true);
  expect(await known.has([], NOW)).toBe(false);
  expect(await has(anId())).toBe(false);
  expect(await has(id, after(59_999))).toBe(true);
  expect(await has(id, after(60_000))).toBe(false);
});

it('extends an address that is added again, also when another user has it now', async () => {
  const [first, second] = [anId(), anId()];
  const id = await add(first);
  await add(second, after(120_000), id);
  expect(await has(id, after(90_000))).toBe(true);
  await known.removeAll(first);
  expect(await has(id)).toBe(true);
});

it(`keeps the ${MOST_ADDRESSES} of a user that expire last`, async () => {
  const [userId, other] = [anId(), await add()];
  const ids: string[] = [];
  for (let index = 0; index < MOST_ADDRESSES + 2; index++) ids.push(await add(userId, after(60_000 + index)));
  const kept = await Promise.all(ids.map((id) => has(id)));
  expect(kept).toEqual(ids.map((_, index) => index >= 2));
  expect(await has(other)).toBe(true);
});

it('removes one, or all of a user', async () => {
  const [userId, other] = [anId(), await add()];
  const [one, two, three] = [await add(userId), await add(userId), await add(userId)];
  await known.remove(one);
  await known.remove(anId());
  expect(await Promise.all([one, two, three].map((id) => has(id)))).toEqual([false, true, true]);
  await known.removeAll(userId);
  expect(await Promise.all([two, three, other].map((id) => has(id)))).toEqual([false, false, true]);
});
