import { expect, it } from 'vitest';
import { within } from '../../../bench/within.js';

it('gives what it has waited for', async () => {
  await expect(within('answer', Promise.resolve(1))).resolves.toBe(1);
});

it('names what does not come', async () => {
  const error = new Error('there is no answer', { cause: new Error('it did not come within 10 ms') });
  await expect(within('answer', new Promise(() => undefined), 10)).rejects.toEqual(error);
});

it('names what fails', async () => {
  const error = new Error('there is no answer', { cause: new Error('gone') });
  await expect(within('answer', Promise.reject(new Error('gone')))).rejects.toEqual(error);
});
