import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Envelope } from './envelope.js';

/** Some rows of a list, in its order. */
export interface Page<T> {
  items: T[];
  /** Whether more rows follow in the same answer. */
  more: boolean;
  /** The cursor of the next page, where the client asked for one page and there is a next one. */
  next?: string;
}

/** A whole list, or one page of it. Each part is read when the client has taken the one before. */
export type Pages<T> = AsyncGenerator<Page<T>, void, undefined>;

/**
 * The envelope of a long list as a stream of JSON text, one chunk a page.
 * A failure midway destroys the stream, since a list that was cut must not end as valid JSON.
 */
export function streamList<T>(head: Envelope, first: Page<T>, rest: Pages<T>, map: (item: T) => unknown): Readable {
  const json = ({ items }: Page<T>) => items.map((item) => JSON.stringify(map(item))).join(',');
  async function* text() {
    const { data: _, ...others } = head;
    yield `${JSON.stringify(others).slice(0, -1)},"data":[${json(first)}`;
    for await (const page of rest) {
      if (page.items.length > 0) yield `,${json(page)}`;
      // The embedded engine answers at once, and a fast client reads at once. Without a pause no other request is served.
      await othersTurn();
    }
    yield ']}';
  }
  return Readable.from(text(), { highWaterMark: 1 });
}
