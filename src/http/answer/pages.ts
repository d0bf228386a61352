import { Readable } from 'node:stream';
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
export type Pages<T> = AsyncIterator<Page<T>, void, undefined>;

/** How the parts of a list are made. */
export interface Parts<T> {
  map: (item: T) => unknown;
  /** Called with the size in bytes of each part before the client takes it. */
  onPart: (bytes: number) => void;
  /** Reads another part, when one of about as many bytes as the one before may be read. */
  read: (bytes: number) => Promise<IteratorResult<Page<T>, void>>;
}

/**
 * The envelope of a long list as a stream of JSON text, one chunk a page.
 * A failure midway destroys the stream, since a list that was cut must not end as valid JSON.
 */
export function streamList<T>(head: Envelope, first: Page<T>, { map, onPart, read }: Parts<T>): Readable {
  let bytes = 0;
  /** The stream keeps the bytes of a part until the client takes them. Nothing keeps its rows. */
  const part = (before: string, { items }: Page<T>) => {
    const chunk = Buffer.from(before + items.map((item) => JSON.stringify(map(item))).join(','));
    bytes = chunk.byteLength;
    onPart(bytes);
    return chunk;
  };
  const next = async (): Promise<Buffer | undefined> => {
    const { done, value: page } = await read(bytes);
    if (done) return undefined;
    return page.items.length > 0 ? part(',', page) : next();
  };
  const pushNext = async () => {
    try {
      const chunk = await next();
      stream.push(chunk ?? ']}');
      if (!chunk) stream.push(null);
    } catch (error) {
      stream.destroy(error as Error);
    }
  };
  // With 0 a part is made only when the one before has been taken from the buffer of the connection.
  const stream = new Readable({ highWaterMark: 0, read: () => void pushNext() });
  const { data: _, ...others } = head;
  stream.push(part(`${JSON.stringify(others).slice(0, -1)},"data":[`, first));
  return stream;
}
