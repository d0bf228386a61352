import type { Parameter, Schema } from './types.js';

const parameterOf =
  (place: string, required?: true) =>
  (name: string, schema: Schema, description?: string): Parameter => ({
    name,
    in: place,
    required,
    description,
    schema,
  });

export const inPath = parameterOf('path', true);
export const inQuery = parameterOf('query');
export const inHeader = parameterOf('header');

/** An id under which a request can be logged. */
export const REQUEST_ID: Schema = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' };

/** The parameters that every operation takes, by their name in the document. */
export const PARAMETERS: Record<string, Parameter> = {
  RequestId: inHeader(
    'X-Request-Id',
    REQUEST_ID,
    'The id to log the request under; one of another form is replaced by a random id',
  ),
};

/** For the `parameters` of a path. */
export const EVERY_REQUEST = [{ $ref: '#/components/parameters/RequestId' }];
