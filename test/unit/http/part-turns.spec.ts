import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { PartTurns } from '../../../src/http/answer/part-turns.js';

const anAnswer = () => new ServerResponse(new IncomingMessage(new Socket())) as Response;
const aReader = (callerId = 'caller') => ({ callerId, response: anAnswer(), isFirst: true });

let turns: PartTurns;
/** The callers in the order in which their parts were made. */
let made: string[];

const make = (callerId?: string) => {
  const reader = aReader(callerId);
  return turns.run(reader, async () => void made.push(reader.callerId));
};

beforeEach(() => {
  turns = new PartTurns();
  made = [];
});

it('other work is done between two parts of one caller', async () => {
  const parts = [make(), make(), make(), make()];
  await nextTurn();
  expect(made).toEqual(['caller']);
  for (let turn = 1; turn < 4; turn++) {
    const before = made.length;
    while (made.length === before) await nextTurn();
    expect(made).toHaveLength(before + 1);
    await make('other');
    expect(made.at(-1)).toBe('other');
    made.pop();
  }
  await Promise.all(parts);
});

it('a part waits while another of its caller is being read', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const first = turns.run(aReader(), () => promise);
  const second = make();
  await make('other');
  await nextTurn();
  expect(made).toEqual(['other']);
  resolve(undefined);
  await Promise.all([first, second]);
  expect(made).toEqual(['other', 'caller']);
});

it('a part that the database holds up delays the next one by a tenth of a second, and not by the time of its answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const held = [turns.run(aReader(), () => promise), turns.run({ ...aReader(), isFirst: false }, () => promise)];
  const next = make();
  vi.advanceTimersByTime(99);
  await nextTurn();
  vi.advanceTimersByTime(1);
  await nextTurn();
  await nextTurn();
  expect(made).toEqual([]);
  vi.advanceTimersByTime(100);
  await next;
  expect(made).toEqual(['caller']);
  resolve(undefined);
  await Promise.all(held);
});

it('a part that fails gives its turn back', async () => {
  const failing = turns.run(aReader(), () => Promise.reject(new Error('gone')));
  const next = make();
  await expect(failing).rejects.toThrow('gone');
  await next;
});

it('a client that goes leaves the queue', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const first = turns.run(aReader(), () => promise);
  const going = aReader();
  const gone = turns.run(going, async () => void made.push('gone'));
  const last = make();
  going.response.emit('close');
  await expect(gone).rejects.toThrow('Too many lists at once');
  resolve(undefined);
  await Promise.all([first, last]);
  expect(made).toEqual(['caller']);
});

it('250 lists of one caller wait; another one is refused, but not a further part of one that has begun', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const waiting = [turns.run(aReader(), () => promise), ...Array.from({ length: 250 }, () => make())];
  await expect(make()).rejects.toThrow('Too many lists at once; wait a little');
  waiting.push(turns.run({ ...aReader(), isFirst: false }, async () => void made.push('further')));
  resolve(undefined);
  await Promise.all(waiting);
  expect(made).toHaveLength(251);
});
