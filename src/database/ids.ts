import { randomBytes, randomInt } from 'node:crypto';

const PROCESS = randomBytes(5).toString('hex');
let counter = randomInt(0x1000000);

/** A random id of 24 hex digits, which nobody can guess from other ids. */
export const randomId = (): string => randomBytes(12).toString('hex');

/** An id that grows with time, made like an ObjectId of MongoDB: seconds, a random number of this process, a counter. */
export function objectId(now = Date.now()): string {
  counter = (counter + 1) % 0x1000000;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return hex(Math.floor(now / 1000), 8) + PROCESS + hex(counter, 6);
}
