/** Some rows of a list, in its order. */
export interface Page<T> {
  items: T[];
  /** Whether more rows follow in this answer. */
  more: boolean;
  /** The query string of the next page, for the `Link` header, where the client asked for pages. */
  next?: string;
}

/** A whole list, or one page of it, read page by page as fast as the client takes it, and not before. */
export type Pages<T> = AsyncGenerator<Page<T>, void, undefined>;
