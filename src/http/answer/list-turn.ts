import { stepBegan, waited } from '../../observations.js';

/** Waits for the turn of a list, and tells that the wait began and how long it was. @returns what the wait gives */
export async function listTurn<T>(wait: () => Promise<T>): Promise<T> {
  stepBegan.tell({ step: 'waiting' });
  const since = performance.now();
  const result = await wait();
  waited.tell({ turn: 'lists', ms: performance.now() - since });
  return result;
}
