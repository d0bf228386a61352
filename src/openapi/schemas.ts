import { STATUS_CODES } from 'node:http';
import type { Schema, SchemaOrRef } from './types.js';

export const TEXT: Schema = { type: 'string' };

/** Always null; the seed gives the type that it would have. */
export const NO_TEXT: Schema = { type: 'string', nullable: true, enum: [null] };
export const NO_OBJECT: Schema = { type: 'object', nullable: true, enum: [null] };

/** An id as answers spell it. */
export const ID: Schema = { type: 'string', pattern: '^[0-9a-f]{24}$' };

/** An id in a request: 24 hex digits in either case. */
export const MONGO_ID: Schema = { type: 'string', format: 'mongoId' };

/** An instant in an answer: UTC, with milliseconds. */
export const INSTANT: Schema = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
};

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The same, and null too. */
export const orNull = (schema: Schema): Schema => ({ ...schema, nullable: true });

/** The status inside the envelope: the one of the answer itself. */
export const status = (code: number): Schema => ({ type: 'integer', enum: [code] });

/** An object that has no other properties than these; all of them are there unless `optional` names them. */
export function closed(properties: Record<string, SchemaOrRef>, example: unknown, optional: string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, additionalProperties: false, properties, example };
}

/** The envelope of a refusal whose `error` is the status in words. */
export function refusal(code: number, message: string): Schema {
  const error = STATUS_CODES[code] ?? '';
  const properties = {
    statusCode: status(code),
    message: TEXT,
    data: NO_TEXT,
    error: { type: 'string' as const, enum: [error] },
  };
  return closed(properties, { statusCode: code, message, data: null, error });
}

/** What every feature answers when it fails. */
export const GENERAL: Record<string, Schema> = {
  GeneralRes400: closed(
    {
      statusCode: status(400),
      message: { type: 'string', description: 'What is wrong, field by field, joined with "; "' },
      data: NO_TEXT,
      error: { type: 'string', enum: ['The request body is not correct.'] },
    },
    {
      statusCode: 400,
      message: 'title must be a string',
      data: null,
      error: 'The request body is not correct.',
    },
  ),
  GeneralRes401: refusal(401, 'An access token is needed'),
  GeneralRes403: refusal(403, 'Todo <todo_id> can only be deleted by its owner'),
  GeneralRes404: refusal(404, 'Cannot GET /api/nope'),
  GeneralRes412: refusal(412, 'Todo <todo_id> has been changed by somebody else'),
  GeneralRes413: refusal(413, 'The body is too large'),
  GeneralRes415: refusal(415, 'The body must be application/json in UTF-8'),
  GeneralRes422: refusal(422, 'Idempotency-Key has been used for another todo'),
  GeneralRes429: refusal(429, 'Too many look-ups; wait a little'),
  GeneralRes500: closed(
    { statusCode: status(500), message: NO_TEXT, error: NO_TEXT, data: NO_OBJECT },
    { statusCode: 500, message: null, error: null, data: null },
  ),
  GeneralRes503: refusal(503, 'The database does not answer'),
};
