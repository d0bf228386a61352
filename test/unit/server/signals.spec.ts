import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stopper } from '../../../src/server/signals.js';

type Step = [atMs: number, signal: 'SIGINT' | 'SIGTERM'];

/** The effects of signals at these times, in order. */
function doneAt(...steps: Step[]): string[] {
  const done: string[] = [];
  const onSignal = stopper({ stop: () => done.push('stop'), endAtOnce: () => done.push('end at once') });
  let now = 0;
  for (const [atMs, signal] of steps) {
    vi.advanceTimersByTime(atMs - now);
    now = atMs;
    onSignal(signal);
  }
  return done;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  return () => vi.useRealTimers();
});

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('the first %s stops the server', (signal) => {
    expect(doneAt([0, signal])).toEqual(['stop']);
  });

  it('SIGINT within a second is the same Ctrl-C, passed on by npm', () => {
    expect(doneAt([0, 'SIGINT'], [1, 'SIGINT'], [999, 'SIGINT'])).toEqual(['stop']);
  });

  it('SIGINT a second later ends at once, whatever came in between', () => {
    expect(doneAt([0, 'SIGINT'], [1_000, 'SIGINT'])).toEqual(['stop', 'end at once']);
    expect(doneAt([0, 'SIGINT'], [600, 'SIGINT'], [1_200, 'SIGINT'])).toEqual(['stop', 'end at once']);
    expect(doneAt([0, 'SIGTERM'], [1_000, 'SIGINT'])).toEqual(['stop', 'end at once']);
  });

  it('a second SIGTERM changes nothing', () => {
    expect(doneAt([0, 'SIGTERM'], [5_000, 'SIGTERM'])).toEqual(['stop']);
    expect(doneAt([0, 'SIGINT'], [5_000, 'SIGTERM'])).toEqual(['stop']);
  });
});
