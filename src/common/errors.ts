/** A unique index refused a row: its email, or its id, is taken. Thrown by the adapters of both engines. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';
}

/** The engine, or another limited resource, cannot serve right now; nothing was half done, and a later try may succeed. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
