/** The process cannot start; the message tells the operator why in words that need no stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
