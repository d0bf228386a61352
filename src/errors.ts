/** A unique index refused a row: its email, or its id, is taken. Thrown by the adapters of both engines. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';
}

/**
 * The engine, or another limited resource, cannot serve right now, and a later try may succeed. A write that was under way is
 * there or is not, never half.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
