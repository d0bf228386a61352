/** What every JSON answer looks like, errors included: these four keys and no other. */
export interface Envelope {
  /** The HTTP status. */
  statusCode: number;
  message: string | null;
  data: unknown;
  /** null on success. */
  error: string | null;
}

/** The one builder of the envelope, for the interceptor and the filter alike. */
export const envelope = (
  statusCode: number,
  message: string | null,
  data: unknown = null,
  error: string | null = null,
): Envelope => ({ statusCode, message, data, error });
