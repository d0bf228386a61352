import { describe, expect, it, vi } from 'vitest';
import { Unavailable } from '../../../src/errors.js';
import { FairQueue } from '../../../src/users/passwords/fair-queue.js';

const LONGEST_MS = 5_000;

type Kind = 'compare' | 'hash';

interface Added {
  address?: string;
  kind?: Kind;
  gone?: AbortSignal;
}

/** A queue whose tasks end when the test says so. */
class Tried {
  readonly queue: FairQueue<Kind>;
  /** The names of the tasks that were started, in order. */
  readonly started: string[] = [];
  readonly refused: string[] = [];
  private readonly running: (() => void)[] = [];

  constructor(limits: { atOnce?: number; mostWaiting?: number } = {}) {
    this.queue = new FairQueue({ atOnce: 1, mostWaiting: 64, longestMs: LONGEST_MS, ...limits });
  }

  add(name: string, { address = name, kind = 'compare', gone = new AbortController().signal }: Added = {}): void {
    const task = () => {
      this.started.push(name);
      return new Promise<void>((done) => this.running.push(done));
    };
    this.queue.run(kind, { address, gone }, task).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Unavailable);
      this.refused.push(name);
    });
  }

  /** Ends the task that has run for the longest. */
  async end(times = 1): Promise<void> {
    for (let index = 0; index < times; index++) {
      await settled();
      this.running.shift()?.();
    }
    await settled();
  }
}

const settled = () => new Promise((done) => setImmediate(done));
const times = (count: number, make: (index: number) => void) => {
  for (let index = 0; index < count; index++) make(index);
};

describe('tasks', () => {
  it('run at most so many at once, and in order', async () => {
    const tried = new Tried({ atOnce: 2 });
    for (const name of ['a', 'b', 'c', 'd']) tried.add(name);
    await settled();
    expect(tried.started).toEqual(['a', 'b']);
    await tried.end(2);
    expect(tried.started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('that have waited for too long are refused when their turn would come', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const tried = new Tried();
    for (const name of ['running', 'early']) tried.add(name);
    vi.advanceTimersByTime(1);
    tried.add('in time');
    vi.advanceTimersByTime(LONGEST_MS);
    await tried.end();
    vi.useRealTimers();
    expect(tried.refused).toEqual(['early']);
    expect(tried.started).toEqual(['running', 'in time']);
  });

  it('that fail give their turn to the next', async () => {
    const { queue } = new Tried();
    const { signal } = new AbortController();
    const fail = () => Promise.reject(new Error('out of memory'));
    await expect(queue.run('hash', { address: 'a', gone: signal }, fail)).rejects.toThrow('out of memory');
    expect(await queue.run('hash', { address: 'a', gone: signal }, async () => 'done')).toBe('done');
  });

  it('of an address with many delay another address by the running ones alone', async () => {
    const tried = new Tried({ atOnce: 2 });
    times(50, (index) => tried.add(`many-${index}`, { address: 'many' }));
    tried.add('other');
    await tried.end();
    expect(tried.started.indexOf('other')).toBe(2);
  });

  it('of 100 busy addresses delay another one by two at most, whatever they ask for', async () => {
    for (const kinds of [['hash'], ['compare'], ['hash', 'compare']] as Kind[][]) {
      const tried = new Tried({ atOnce: 2 });
      const add = (index: number) =>
        tried.add(`busy-${index}`, { address: `busy-${index % 100}`, kind: kinds[index % kinds.length] });
      times(100, add);
      for (let round = 0; round < 10; round++) {
        await tried.end(10);
        times(100, add);
      }
      const before = tried.started.length;
      tried.add('other');
      await tried.end(4);
      expect(tried.started).toContain('other');
      expect(tried.started.indexOf('other') - before).toBeLessThanOrEqual(2);
      expect(tried.refused).not.toContain('other');
    }
  });

  it('of one kind do not starve those of the other', async () => {
    const tried = new Tried();
    times(30, (index) => tried.add(`hash-${index}`, { kind: 'hash' }));
    times(3, (index) => tried.add(`compare-${index}`));
    await tried.end(6);
    expect(tried.started.filter((name) => name.startsWith('compare'))).toHaveLength(3);
  });

  it('are dropped when nobody waits for them any more', async () => {
    const tried = new Tried();
    const client = new AbortController();
    tried.add('running', { gone: client.signal });
    tried.add('gone', { gone: client.signal });
    tried.add('gone-before', { gone: AbortSignal.abort() });
    tried.add('stays');
    client.abort();
    await tried.end(2);
    expect(tried.started).toEqual(['running', 'stays']);
    expect(tried.refused).toEqual(['gone-before', 'gone']);
  });
});

describe('when too many are waiting', () => {
  it('the newest of the address with the most is refused', async () => {
    const tried = new Tried({ mostWaiting: 4 });
    tried.add('running');
    times(4, (index) => tried.add(`many-${index}`, { address: 'many' }));
    tried.add('other');
    await settled();
    expect(tried.refused).toEqual(['many-3']);
    tried.add('many-4', { address: 'many' });
    await settled();
    expect(tried.refused).toEqual(['many-3', 'many-4']);
    await tried.end(5);
    expect(tried.started).toEqual(['running', 'many-0', 'other', 'many-1', 'many-2']);
  });
});
