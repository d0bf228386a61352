import type { Schema, SchemaOrRef } from './types.js';

export const TEXT: Schema = { type: 'string' };

/** An id in an answer. */
export const ID: Schema = { type: 'string', pattern: '^[0-9a-f]{24}$' };

/** The id in the examples. It stands for any other. */
export const AN_ID = '638ca851febc98437e09df2a';

/** An id in a request: 24 hex digits in either case. */
export const MONGO_ID = { type: 'string', format: 'mongoId' } satisfies Schema;

/** An instant in an answer: UTC, with milliseconds. */
export const INSTANT: Schema = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
};

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/**
 * An object in an answer. All of its properties are required, except the ones that `optional` names. It is not closed:
 * clients must ignore properties that they do not know, because a later release may add some.
 */
export function answered(properties: Record<string, SchemaOrRef>, example: unknown, optional: string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, properties, example };
}
