import { IDEMPOTENCY_KEY_FORM } from '../../http/request/idempotency-key.js';
import { type AboutParameter, queryFromDto } from '../../openapi/from-dto.js';
import { inHeader, inPath } from '../../openapi/parameters.js';
import { AN_ID, MONGO_ID } from '../../openapi/schemas.js';
import { ABOUT_PAGES, resourceParts } from '../../resources/openapi/resource.parameters.js';
import { ListTodosDto } from '../dto/list-todos.dto.js';
import { FILTERS, type Filters } from '../todo.js';
import { STATUS } from './todo.schemas.js';

const aboutFilters = Object.fromEntries(
  Object.entries(FILTERS).map(([name, values]) => [
    name,
    { description: `only todos whose ${name} is one of these`, example: values.slice(0, 2) },
  ]),
) as Record<keyof Filters, AboutParameter>;

/** The query string of a list. */
export const LIST_PARAMETERS = queryFromDto(ListTodosDto, {
  assignee: { description: 'only todos that are assigned to this user', example: AN_ID },
  ...aboutFilters,
  due_after: { description: 'only todos that are due at this time or later', example: '2022-12-01' },
  due_before: { description: 'only todos that are due before this time', example: '2022-12-31T00:00:00Z' },
  sort: {
    description:
      'the order, by default created_at; with due_after or due_before it is due_date, and an order by creation is a 400',
    example: '-created_at',
  },
  ...ABOUT_PAGES,
});

export const { IF_MATCH, IF_NONE_MATCH, IF_NONE_MATCH_OF_WRITE, TAGGED, ADDED, PAGED } = resourceParts(
  'todo',
  `todo/${AN_ID}`,
);

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
