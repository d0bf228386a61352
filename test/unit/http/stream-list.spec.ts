import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { envelope } from '../../../src/http/answer/envelope.js';
import type { Page, Pages } from '../../../src/http/answer/pages.js';
import { streamList } from '../../../src/http/answer/pages.js';
import { readPages } from '../../../src/resources/pages.js';

const HEAD = envelope(200, 'all of it');

const partsOf = (pages: Pages<number>) => ({ onPart: () => undefined, read: () => pages.next() });

/** Pages of numbers, available at once; `onRead` is called with each page before it is yielded. */
async function* pages(count: number, onRead: (page: number) => void = () => undefined): Pages<number> {
  for (let page = 1; page < count; page++) {
    onRead(page);
    yield { items: [page * 2, page * 2 + 1], more: page + 1 < count };
  }
}

const first: Page<number> = { items: [0, 1], more: true };
const textOf = async (stream: AsyncIterable<string>) => {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
};

describe('a streamed list', () => {
  it.each([1, 2, 10])('of %d pages is the envelope of all items', async (count) => {
    const text = await textOf(streamList(HEAD, first, { ...partsOf(pages(count)), map: (item) => ({ item }) }));
    const data = Array.from({ length: count * 2 }, (_, item) => ({ item }));
    expect(JSON.parse(text)).toEqual({ ...HEAD, data });
  });

  it('may end with an empty page', async () => {
    async function* empty(): Pages<number> {
      yield { items: [], more: false };
    }
    expect(JSON.parse(await textOf(streamList(HEAD, first, { ...partsOf(empty()), map: String })))).toEqual({
      ...HEAD,
      data: ['0', '1'],
    });
  });

  it('reads a page only after the one before was consumed', async () => {
    let read = 0;
    const all = pages(100, (page) => (read = page));
    const stream = streamList(HEAD, first, { ...partsOf(all), map: String });
    const chunks = stream[Symbol.asyncIterator]();
    await chunks.next();
    await new Promise((done) => setTimeout(done, 20));
    expect(read).toBeLessThanOrEqual(3);
    stream.destroy();
    await new Promise((done) => setTimeout(done, 20));
    expect(read).toBeLessThanOrEqual(3);
  });

  it('that fails midway ends with the error', async () => {
    async function* failing(): Pages<number> {
      yield { items: [2], more: true };
      throw new Error('gone');
    }
    await expect(textOf(streamList(HEAD, first, { ...partsOf(failing()), map: String }))).rejects.toThrow('gone');
  });

  describe('keeps no rows', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const rows: WeakRef<object>[] = [];
    const listOf = (asked: { limit?: number }) => {
      const read = ({ limit }: { limit: number }) =>
        Promise.resolve(
          Array.from({ length: limit }, () => {
            const row = { text: 'a row' };
            rows.push(new WeakRef(row));
            return row;
          }),
        );
      return readPages({ key: {} as never, read, positionOf: () => ({}) as never, bytesOf: () => 10 }, asked);
    };
    const firstOf = async (list: Pages<object>) => (await list.next()).value as Page<object>;
    // A function of its own, since the variables of a test live as long as the test.
    const lengthOfFirst = async (list: Pages<object>) => (await firstOf(list)).items.length;
    beforeEach(() => void (rows.length = 0));
    const kept = async () => {
      await new Promise((done) => setTimeout(done, 20));
      collect();
      return rows.filter((row) => row.deref()).length;
    };

    it('of a part that waits for its client', async () => {
      const list = listOf({});
      const parts = { onPart: () => undefined, read: () => list.next(), map: (row: object) => row };
      const chunks = streamList(HEAD, await firstOf(list), parts)[Symbol.asyncIterator]();
      for (let part = 0; part < 2; part++) await chunks.next();
      expect(await kept()).toBe(0);
      expect(rows.length).toBeGreaterThanOrEqual(200);
    });

    it('of a page that has been read', async () => {
      const list = listOf({ limit: 50 });
      await lengthOfFirst(list);
      expect(await kept()).toBe(0);
      expect(await list.next()).toEqual({ done: true, value: undefined });
      expect(rows).toHaveLength(51);
    });
  });
});
