/** Some rows of a list, in its order. */
export interface Page<T> {
  items: T[];
  /** Whether more rows follow. */
  more: boolean;
}

/** A whole list, read page by page as fast as the client takes it. */
export type Pages<T> = AsyncGenerator<Page<T>, void, undefined>;
