/**
 * Makes an error without a trace of the stack, for a refusal that an anonymous client can ask for as often as it likes. Nobody
 * reads that trace, and to take it would be a large part of a 401 (`npm run bench -- --only 401`).
 */
export function withoutStack<E extends Error>(make: () => E): E {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = before;
  }
}
