/**
 * Makes an error without a trace of the stack, for a refusal that an anonymous client can ask for as often as it likes. Nobody
 * reads the trace of a refusal, and to take it costs a 401 more than any other part of it but the sending.
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
