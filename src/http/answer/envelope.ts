/** The shape of every JSON answer, errors included: these four keys and no other. */
export interface Envelope {
  /** The HTTP status. */
  statusCode: number;
  message: string | null;
  data: unknown;
  /** null on success. */
  error: string | null;
}

/** The `error` of every 400. Its `message` says which field is wrong. */
export const BAD_REQUEST = 'The request body is not correct.';

/** Builds the envelope. The interceptor and the filter both use it. */
export const envelope = (
  statusCode: number,
  message: string | null,
  data: unknown = null,
  error: string | null = null,
): Envelope => ({ statusCode, message, data, error });
