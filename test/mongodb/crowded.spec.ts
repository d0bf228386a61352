import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Engine } from '../../src/database/engine.js';
import { withApp } from '../support/with-app.js';

const app = withApp({ MONGODB_POOL_SIZE: '2' });

/** Sends operations at once. @returns whether MongoDB was crowded before the last answer, and after it */
async function crowdedBy(operations: number): Promise<{ before: boolean; after: boolean }> {
  const engine = app.get(Engine);
  let [left, before] = [operations, false];
  const ping = async () => {
    await engine.ping();
    left--;
  };
  const all = Promise.all(Array.from({ length: operations }, ping));
  while (left > 0) {
    await nextTurn();
    before ||= engine.isCrowded;
  }
  await all;
  return { before, after: engine.isCrowded };
}

it('MongoDB is crowded while more than five operations wait for each connection', async () => {
  expect(await crowdedBy(10)).toEqual({ before: false, after: false });
  expect(await crowdedBy(100)).toEqual({ before: true, after: false });
});
