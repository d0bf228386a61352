/** A unique index refused a row: its email or its id is taken. The adapters of both engines throw it. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';
}

/**
 * The engine, or another limited resource, cannot serve right now, and a later try may succeed. A write that was under way
 * has been done completely or not at all.
 */
export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';
}

/** This process has too much to do. The line of the request tells enough. */
export class Busy extends Unavailable {
  override readonly name = 'Busy';
}

/** The embedded engine takes no new data, because its disk is almost full. It has logged that. */
export class LowSpace extends Unavailable {
  override readonly name = 'LowSpace';
}
