import type { OpenAPIV3 } from 'openapi-types';
import { IDEMPOTENCY_KEY_FORM } from '../../http/request/idempotency-key.js';
import { inHeader, inPath, inQuery } from '../../openapi/parameters.js';
import { MONGO_ID, TEXT } from '../../openapi/schemas.js';
import type { Headers, Parameter } from '../../openapi/types.js';
import { PAGE_SIZE } from '../../resources/pages.js';
import { SORTS } from '../dto/limits.js';
import { DUE, STATUS } from './todo.schemas.js';

const AN_ID = '638ca851febc98437e09df2a';
const A_TAG = '"1"';

/** The query string of a list. */
export const LIST_PARAMETERS: Parameter[] = [
  inQuery('assignee', { schema: MONGO_ID, description: 'only todos that are assigned to this user', example: AN_ID }),
  {
    ...inQuery('status', {
      schema: { type: 'array', items: STATUS },
      description: 'only todos in one of these states',
      example: ['todo', 'inprogress'],
    }),
    style: 'form',
    explode: true,
  },
  inQuery('due_after', {
    schema: DUE,
    description: 'only todos that are due at this time or later',
    example: '2022-12-01',
  }),
  inQuery('due_before', {
    schema: DUE,
    description: 'only todos that are due before this time',
    example: '2022-12-31T00:00:00Z',
  }),
  inQuery('sort', {
    schema: { type: 'string', enum: [...SORTS] },
    description:
      'the order, by default created_at; with due_after or due_before it is due_date, and an order by creation is a 400',
    example: '-created_at',
  }),
  inQuery('limit', {
    schema: { type: 'integer', minimum: PAGE_SIZE.min, maximum: PAGE_SIZE.max },
    description:
      'the page size; without it the answer is the whole list, or a page of the default size if a cursor is sent',
    example: 20,
  }),
  inQuery('cursor', {
    schema: { type: 'string', minLength: 1 },
    description: 'the start of the page, as the Link header of the page before gives it',
    example: 'WyJHcnZYUmVmUjZTWjBpZ1FkIiwxNjcwMTY3ODk1MTk1LCI2MzhjYTg1MWZlYmM5ODQzN2UwOWRmMmEiXQ',
  }),
];

export const IF_MATCH = inHeader('If-Match', {
  schema: TEXT,
  description:
    'the entity tags of the versions that you know, or *; the answer is a 412 if the todo is at none of them any more',
  example: A_TAG,
});
export const IF_NONE_MATCH = inHeader('If-None-Match', {
  schema: TEXT,
  description: 'the entity tags of the versions that you know; the answer is a 304 if the todo is still at one of them',
  example: A_TAG,
});
export const IF_NONE_MATCH_OF_WRITE = inHeader('If-None-Match', {
  schema: TEXT,
  description: 'entity tags of versions, or *; the answer is a 412 if the todo is at one of them',
  example: A_TAG,
});
export const IDEMPOTENCY_KEY = inHeader('Idempotency-Key', {
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY_FORM.source },
  description: 'a repetition with the same key within 24 hours adds no second todo',
  example: '0b0f3f2e-5d0c-4f7e-9d0a-6a1f0c9b7e55',
});

/** The seed describes the same id in two ways. */
export const TODO_ID = inPath('todoId', {
  schema: MONGO_ID,
  description: 'an id of todo with format of mongoId',
  example: AN_ID,
});
export const TODO_ID_OF_STATUS = inPath('todo_id', {
  schema: MONGO_ID,
  description: 'an id of todo with format mongoId',
  example: AN_ID,
});

export const STATUS_IN_PATH = inPath('status', {
  schema: STATUS,
  description: 'desired status to change to',
  example: 'done',
});

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
