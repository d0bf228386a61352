import { randomBytes, randomInt } from 'node:crypto';

const PROCESS = randomBytes(5).toString('hex');
let counter = randomInt(0x1000000);

/** A random id, which nobody can guess from their own: 24 hex digits of 12 random bytes. */
export const randomId = (): string => randomBytes(12).toString('hex');

/** An id that grows with time, as a MongoDB ObjectId does: seconds, a random number of the process, a counter. */
export function objectId(now = Date.now()): string {
  counter = (counter + 1) % 0x1000000;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return hex(Math.floor(now / 1000), 8) + PROCESS + hex(counter, 6);
}
