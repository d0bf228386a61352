import type { OpenAPIV3 } from 'openapi-types';
import { IDEMPOTENCY_KEY_FORM } from '../../http/request/idempotency-key.js';
import { inHeader, inPath, inQuery } from '../../openapi/parameters.js';
import { MONGO_ID, TEXT } from '../../openapi/schemas.js';
import type { Headers, Parameter, Schema } from '../../openapi/types.js';
import { PAGE_SIZE, SORTS } from '../dto/limits.js';
import { STATUS } from './todo.schemas.js';

const DUE: Schema = { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] };

/** The query string of a list. */
export const LIST_PARAMETERS: Parameter[] = [
  inQuery('assignee', MONGO_ID),
  {
    ...inQuery('status', { type: 'array', items: STATUS }, 'only todos in one of these states'),
    style: 'form',
    explode: true,
  },
  inQuery('due_after', DUE, 'only todos that are due at this time or later'),
  inQuery('due_before', DUE, 'only todos that are due before this time'),
  inQuery(
    'sort',
    { type: 'string', enum: [...SORTS] },
    'the order, by default created_at; with due_after or due_before it is due_date, and an order by creation is a 400',
  ),
  inQuery(
    'limit',
    { type: 'integer', minimum: PAGE_SIZE.min, maximum: PAGE_SIZE.max },
    'the page size; without it the answer is the whole list, or a page of the default size if a cursor is sent',
  ),
  inQuery(
    'cursor',
    { type: 'string', minLength: 1 },
    'the start of the page, as the Link header of the page before gives it',
  ),
];

export const IF_MATCH = inHeader(
  'If-Match',
  TEXT,
  'the entity tags of the versions that you know, or *; the answer is a 412 if the todo is at none of them any more',
);
export const IF_NONE_MATCH = inHeader(
  'If-None-Match',
  TEXT,
  'the entity tags of the versions that you know; the answer is a 304 if the todo is still at one of them',
);
export const IDEMPOTENCY_KEY = inHeader(
  'Idempotency-Key',
  { type: 'string', pattern: IDEMPOTENCY_KEY_FORM.source },
  'a repetition with the same key within 24 hours adds no second todo',
);

/** The seed describes the same id in two ways. */
export const TODO_ID = inPath('todoId', MONGO_ID, 'an id of todo with format of mongoId');
export const TODO_ID_OF_STATUS = inPath('todo_id', MONGO_ID, 'an id of todo with format mongoId');

export const STATUS_IN_PATH = inPath('status', STATUS, 'desired status to change to');

const ETAG: OpenAPIV3.HeaderObject = {
  description: 'The strong entity tag of the version of the todo after this request',
  required: true,
  schema: { type: 'string', pattern: '^"[^"]+"$' },
};

const LOCATION: OpenAPIV3.HeaderObject = {
  description: 'The path of the new todo',
  required: true,
  schema: { type: 'string', pattern: '^/.+/todo/[0-9a-f]{24}$' },
  example: '/api/todo/638ca851febc98437e09df2a',
};

const LINK: OpenAPIV3.HeaderObject = {
  description: 'The next page; the last page has no such header',
  schema: { type: 'string', pattern: '^</.+/todo\\?.+>; rel="next"$' },
};

export const TAGGED: Headers = { ETag: ETAG };
export const ADDED: Headers = { Location: LOCATION, ...TAGGED };
export const PAGED: Headers = { Link: LINK };
