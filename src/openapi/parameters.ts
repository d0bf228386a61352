import type { Parameter, Schema } from './types.js';

/** The rest of a parameter beside its name and place. */
interface About {
  schema: Schema;
  description?: string;
  example: unknown;
}

export const inPath = (name: string, about: About): Parameter => ({ name, in: 'path', required: true, ...about });

export const inRequiredQuery = (name: string, about: About): Parameter => ({
  name,
  in: 'query',
  required: true,
  ...about,
});

/** Swagger UI fills in an `example`, and so would send every parameter. It offers named examples to choose from. */
const optional =
  (place: string) =>
  (name: string, { example, ...about }: About): Parameter => ({
    name,
    in: place,
    ...about,
    examples: { [name]: { value: example } },
  });

export const inQuery = optional('query');
export const inHeader = optional('header');

/** An id under which a request can be logged. */
export const REQUEST_ID: Schema = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' };

/** The parameters that every operation takes, by their name in the document. */
export const PARAMETERS: Record<string, Parameter> = {
  RequestId: inHeader('X-Request-Id', {
    schema: REQUEST_ID,
    description: 'The id to log the request under; one of another form is replaced by a random id',
    example: 'my-request-1',
  }),
};

/** For the `parameters` of a path. */
export const EVERY_REQUEST = [{ $ref: '#/components/parameters/RequestId' }];
