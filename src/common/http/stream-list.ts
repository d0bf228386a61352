import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Envelope } from './envelope.js';
import type { Page, Pages } from './page.js';

/**
 * The envelope of a long list as a stream of JSON text, one chunk a page, each read when the client has taken the last.
 * A failure midway destroys the stream: a cut list must not end as valid JSON.
 */
export function streamList<T>(head: Envelope, first: Page<T>, rest: Pages<T>, map: (item: T) => unknown): Readable {
  const json = ({ items }: Page<T>) => items.map((item) => JSON.stringify(map(item))).join(',');
  async function* text() {
    const { data: _, ...others } = head;
    yield `${JSON.stringify(others).slice(0, -1)},"data":[${json(first)}`;
    for await (const page of rest) {
      if (page.items.length > 0) yield `,${json(page)}`;
      // The embedded engine answers at once, and a fast reader takes at once: without it, nobody else would be served.
      await othersTurn();
    }
    yield ']}';
  }
  return Readable.from(text(), { highWaterMark: 1 });
}
