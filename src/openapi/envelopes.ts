import { STATUS_CODES } from 'node:http';
import { answered, TEXT } from './schemas.js';
import type { Schema, SchemaOrRef } from './types.js';

/** One property of the envelope: its schema, and its value in the example. */
export interface Part {
  schema: SchemaOrRef;
  example: unknown;
}

/** A property that is always null. The seed gives these the type that they would have. */
export const NULL: Part = { schema: { type: 'string', nullable: true, 'x-always-null': true }, example: null };
export const NULL_OBJECT: Part = { schema: { type: 'object', nullable: true, 'x-always-null': true }, example: null };

const text = (example: string): Part => ({ schema: TEXT, example });
const exactly = (value: string | number): Part => ({
  schema: { type: typeof value === 'number' ? 'integer' : 'string', enum: [value] },
  example: value,
});

/** The envelope of every JSON answer. `statusCode` is the HTTP status. */
function envelope(code: number, parts: Record<'message' | 'data' | 'error', Part>): Schema {
  const { message, data, error } = parts;
  const entries = Object.entries({ statusCode: exactly(code), message, data, error });
  return answered(
    Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
    Object.fromEntries(entries.map(([name, { example }]) => [name, example])),
  );
}

/** The answer of a success. */
export const success = (code: number, message: string | null, data: Part = NULL): Schema =>
  envelope(code, { message: message === null ? NULL : text(message), data, error: NULL });

/** The answer of a refusal. Its `error` is the name of the status. */
export const refusal = (code: number, message: string): Schema =>
  envelope(code, { message: text(message), data: NULL, error: exactly(STATUS_CODES[code] ?? '') });

/** The refusals and failures that no feature describes for itself. */
export const GENERAL: Record<string, Schema> = {
  GeneralRes400: envelope(400, {
    message: {
      schema: { type: 'string', description: 'What is wrong, field by field, joined with "; "' },
      example: 'title must be a string',
    },
    data: NULL,
    error: exactly('The request body is not correct.'),
  }),
  GeneralRes401: refusal(401, 'An access token is needed'),
  GeneralRes403: refusal(403, 'Todo <todo_id> can only be deleted by its owner'),
  GeneralRes412: refusal(412, 'Todo <todo_id> has been changed by somebody else'),
  GeneralRes413: refusal(413, 'The body is too large'),
  GeneralRes415: refusal(415, 'The body must be application/json in UTF-8'),
  GeneralRes422: refusal(422, 'Idempotency-Key has been used for another todo'),
  GeneralRes429: refusal(429, 'Too many look-ups; wait a little'),
  GeneralRes500: envelope(500, { message: NULL, data: NULL_OBJECT, error: NULL }),
  GeneralRes503: refusal(503, 'The database does not answer'),
};
