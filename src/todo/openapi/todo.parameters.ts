import type { OpenAPIV3 } from 'openapi-types';
import { MONGO_ID } from '../../openapi/schemas.js';
import type { Headers, Parameter, Schema } from '../../openapi/types.js';
import { STATUS } from './todo.schemas.js';

const DUE: Schema = { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] };

const inQuery = (name: string, schema: Schema, description?: string): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});

/** What a list can be asked for. */
export const LIST_PARAMETERS: Parameter[] = [
  { name: 'assignee', in: 'query', schema: MONGO_ID },
  {
    ...inQuery('status', { type: 'array', items: STATUS }, 'only todos in one of these states'),
    style: 'form',
    explode: true,
  },
  inQuery('due_after', DUE, 'only todos that are due then or later'),
  inQuery('due_before', DUE, 'only todos that are due earlier'),
  inQuery(
    'sort',
    { type: 'string', enum: ['created_at', '-created_at', 'due_date', '-due_date'] },
    'order of the list: created_at by default, due_date where a due range is given, which goes with a due sort only',
  ),
  inQuery(
    'limit',
    { type: 'integer', minimum: 1, maximum: 200 },
    'most todos of a page; without it and a cursor all todos are listed',
  ),
  inQuery(
    'cursor',
    { type: 'string', minLength: 1 },
    'where the page begins, out of the Link header of the one before',
  ),
];

const header = (name: string, description: string, schema: Schema = { type: 'string' }): Parameter => ({
  name,
  in: 'header',
  description,
  schema,
});

export const IF_MATCH = header('If-Match', 'tags of the todo as you know it, or *; a 412 when it is another by now');
export const IF_NONE_MATCH = header(
  'If-None-Match',
  'tags of the todo as you know it; a 304 when it is still the same',
);
export const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  'makes a try that is repeated within 24 hours add one todo only',
  { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
);

/** The id of a todo in the path, in the words of the seed. */
export const todoId = (name: string, description: string): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: MONGO_ID,
});

export const STATUS_IN_PATH: Parameter = {
  name: 'status',
  in: 'path',
  required: true,
  description: 'desired status to change to',
  schema: STATUS,
};

const ETAG: OpenAPIV3.HeaderObject = {
  description: 'The strong tag of the todo after this',
  required: true,
  schema: { type: 'string', pattern: '^"[^"]+"$' },
};

const LOCATION: OpenAPIV3.HeaderObject = {
  description: 'Where the todo is',
  required: true,
  schema: { type: 'string', pattern: '^/.+/todo/[0-9a-f]{24}$' },
  example: '/api/todo/638ca851febc98437e09df2a',
};

const LINK: OpenAPIV3.HeaderObject = {
  description: 'The next page; not there on the last one',
  schema: { type: 'string', pattern: '^</.+/todo\\?.+>; rel="next"$' },
};

export const TAGGED: Headers = { ETag: ETAG };
export const ADDED: Headers = { Location: LOCATION, ...TAGGED };
export const PAGED: Headers = { Link: LINK };
