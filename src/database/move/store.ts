/** A row in the form that SQLite has: dates in milliseconds, flags as 0 and 1, ids as hex digits. Null is the same as absent. */
export type Row = Record<string, string | number | null | undefined>;

/** How the documents of one collection differ from the rows of the table with its name. By default they have the same fields. */
export interface Shape {
  table: string;
  toDocument(row: Row): Row;
  toRow(document: Row): Row;
}

/** The record of a move, which both of its stores hold from its beginning. */
export interface Mark {
  /** Tells this move from others. */
  move: string;
  /** The location of the target, in the source, once all of the data is there. */
  to?: string;
  /** In the target, until all of the data is there. */
  filling?: boolean;
}

/** The data of one engine as tables of rows. */
export interface Store {
  /** Where it is, without credentials. */
  readonly location: string;
  /** All rows of a table, part by part, in any order. */
  parts(table: string): AsyncIterable<Row[]>;
  /** Writes rows. Those that are there with the same key are replaced. */
  write(table: string, rows: Row[]): Promise<void>;
  isEmpty(table: string): Promise<boolean>;
  /** The number of rows of a table, for the progress alone. */
  count(table: string): Promise<number>;
  readMark(): Promise<Mark | undefined>;
  writeMark(mark: Mark): Promise<void>;
  close(): Promise<void>;
}
