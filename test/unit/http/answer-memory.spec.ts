import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { Busy, Unavailable } from '../../../src/errors.js';
import { AnswerMemory } from '../../../src/http/answer/answer-memory.js';

/** Room for two parts whose size is not known yet. */
const memory = () => new AnswerMemory(loadConfig({ ANSWER_MEMORY: '2mb' }));

/** An answer that is open until it is closed. */
class Answer extends EventEmitter {
  destroyed = false;

  close(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

let callers = 0;
const aCaller = () => `caller ${++callers}`;
const answers = (count: number) => Array.from({ length: count }, () => new Answer());
const as = (answer: Answer | undefined) => answer as unknown as Response;
const settled = () => new Promise((done) => setImmediate(done));

/** Asks for room for each answer, and returns those that have it, by their places. */
function ask(of: AnswerMemory, all: Answer[]): number[] {
  const given: number[] = [];
  all.forEach((answer, place) => void of.room(as(answer), aCaller()).then(() => given.push(place)));
  return given;
}

it('lets as many read as there is room for, and others in turn when an answer is closed', async () => {
  const [of, all] = [memory(), answers(5)];
  const given = ask(of, all);
  await settled();
  expect(given).toEqual([0, 1]);
  expect(of.isFull).toBe(true);
  all[1]?.close();
  await settled();
  expect(given).toEqual([0, 1, 2]);
  all[0]?.close();
  all[2]?.close();
  await settled();
  expect(given).toEqual([0, 1, 2, 3, 4]);
  expect(of.isFull).toBe(false);
});

it('counts what a part has, and forgets it when the next one is read', async () => {
  const [of, all] = [memory(), answers(3)];
  await of.room(as(all[0]), aCaller());
  of.hold(as(all[0]), 2_000_000);
  const given = ask(of, all.slice(1));
  await settled();
  expect(given).toEqual([]);
  of.hold(as(all[0]), 10);
  await settled();
  expect(given).toEqual([0]);
  // The next part of the first answer waits behind the third answer.
  ask(of, all.slice(0, 1));
  await settled();
  expect(given).toEqual([0, 1]);
});

it('lets one part be read when nothing is held, however small the memory', async () => {
  const of = new AnswerMemory(loadConfig({ ANSWER_MEMORY: '1' }));
  expect(await Promise.race([of.room(as(new Answer()), aCaller()).then(() => 'given'), settled()])).toBe('given');
});

it('does not count what is read for an answer that has been closed', async () => {
  const [of, all] = [memory(), answers(2)];
  await of.room(as(all[0]), aCaller());
  all[0]?.close();
  of.hold(as(all[0]), 9_000_000);
  expect(await Promise.race([of.room(as(all[1]), aCaller()).then(() => 'given'), settled()])).toBe('given');
});

it('keeps nothing of an answer that has been closed before', async () => {
  const [of, answer] = [memory(), new Answer()];
  answer.close();
  await expect(of.room(as(answer), aCaller())).rejects.toThrow(Unavailable);
  of.hold(as(answer), 0);
  expect(answer.listenerCount('close')).toBe(0);
});

it('refuses an answer that is closed while it waits, and does not count it', async () => {
  const [of, all] = [memory(), answers(4)];
  for (const answer of all.slice(0, 2)) await of.room(as(answer), aCaller());
  const refused = of.room(as(all[2]), aCaller());
  const given = ask(of, all.slice(3));
  all[2]?.close();
  await expect(refused).rejects.toThrow(Unavailable);
  all[0]?.close();
  await settled();
  expect(given).toEqual([0]);
});

it('gives one caller a quarter of it, whatever they wait for, and lets others in', async () => {
  const of = new AnswerMemory(loadConfig({ ANSWER_MEMORY: '16mb' }));
  const all = answers(60);
  const given: number[] = [];
  const refused: unknown[] = [];
  all.forEach((answer, place) => {
    of.room(as(answer), 'greedy').then(
      () => given.push(place),
      (error: unknown) => refused.push(error),
    );
  });
  await settled();
  expect(given).toEqual([0, 1, 2, 3]);
  expect(refused).toHaveLength(6);
  expect(refused[0]).toBeInstanceOf(Busy);
  expect(of.isFull).toBe(false);
  expect(await Promise.race([of.room(as(new Answer()), 'other').then(() => 'given'), settled()])).toBe('given');
  all[1]?.close();
  await settled();
  expect(given).toEqual([0, 1, 2, 3, 4]);
});
