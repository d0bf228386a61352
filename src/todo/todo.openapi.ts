import { EVERY_REQUEST } from '../openapi/parameters.js';
import { answer, body, CLOSED, refusals, UNREADABLE, withoutBody } from '../openapi/responses.js';
import type { FeatureDocument, Operation } from '../openapi/types.js';
import {
  ADDED,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  IF_NONE_MATCH,
  IF_NONE_MATCH_OF_WRITE,
  LIST_PARAMETERS,
  PAGED,
  STATUS_IN_PATH,
  TAGGED,
  TODO_ID,
  TODO_ID_OF_STATUS,
} from './openapi/todo.parameters.js';
import { NEW_TODOS, todoSchemas } from './openapi/todo.schemas.js';

const common = { tags: ['Todo'], security: [{ bearerAuth: [] }] } satisfies Partial<Operation>;
const NOT_FOUND = { 404: answer('TodoRes404', 'Todo id is not found') };

const list: Operation = {
  ...common,
  summary: 'Use this api to list todos',
  description:
    'Answers all todos that the caller may see, oldest first. The parameters filter, sort and page the list.',
  operationId: 'todoGET',
  parameters: LIST_PARAMETERS,
  responses: {
    200: answer('ListTodoRes200', 'Successfully get all the todos', PAGED),
    ...refusals(400, ...CLOSED, 429),
  },
};

const add: Operation = {
  ...common,
  summary: 'Use this api to add a todo',
  description: 'Answers the path of the new todo in Location. Only its title is required.',
  operationId: 'todoPOST',
  parameters: [IDEMPOTENCY_KEY],
  requestBody: body('TodoReq', { examples: NEW_TODOS }),
  responses: {
    201: answer('AddTodoRes201', 'Add todo is succesful', ADDED),
    ...refusals(...UNREADABLE, ...CLOSED, 403, 422, 429),
  },
};

const setStatus: Operation = {
  ...common,
  summary: 'change todo status to done',
  description: 'Any status may follow any other. Setting the same status again changes nothing.',
  operationId: 'todoTodo_idDonePATCH',
  parameters: [TODO_ID_OF_STATUS, STATUS_IN_PATH, IF_MATCH, IF_NONE_MATCH_OF_WRITE],
  responses: {
    200: answer('EditTodoRes200', 'Edit on todo <todo_id> is successful', TAGGED),
    ...refusals(400, ...CLOSED, 412, 429),
    ...NOT_FOUND,
  },
};

const read: Operation = {
  ...common,
  summary: 'Use this api to read a todo',
  description: 'Answers a todo that you added or that is assigned to you, with its entity tag.',
  operationId: 'getTodo',
  parameters: [TODO_ID, IF_NONE_MATCH],
  responses: {
    200: answer('TodoRes200', 'Successfully get the todo', TAGGED),
    304: withoutBody('The todo is still at a version that If-None-Match names', TAGGED),
    ...refusals(400, ...CLOSED),
    ...NOT_FOUND,
  },
};

const edit: Operation = {
  ...common,
  summary: 'Use this api to edit a todo',
  description: 'A JSON merge patch (RFC 7396): a property that is not sent does not change.',
  operationId: 'editTodo',
  parameters: [TODO_ID, IF_MATCH, IF_NONE_MATCH_OF_WRITE],
  requestBody: body('EditTodoReq', { required: false, alsoAs: ['application/merge-patch+json'] }),
  responses: {
    200: answer('EditTodoRes200', 'Edit on todo <todo_id> is successful', TAGGED),
    ...refusals(...UNREADABLE, ...CLOSED, 412, 429),
    ...NOT_FOUND,
  },
};

const remove: Operation = {
  ...common,
  summary: 'Use this api to delete a todo',
  description: 'Only the user who added a todo may delete it. Its assignee gets a 403.',
  operationId: 'todoTodo_idDELETE',
  parameters: [TODO_ID, IF_MATCH, IF_NONE_MATCH_OF_WRITE],
  responses: {
    200: answer('DelTodoRes200', 'Delete on todo <todo_id> is successful'),
    ...refusals(400, ...CLOSED, 403, 412, 429),
    ...NOT_FOUND,
  },
};

/** The todos of the seed, and the additions for web clients. */
export const todoDocument: FeatureDocument = {
  place: 3,
  tags: [{ name: 'Todo', description: 'This API handles login and user token' }],
  paths: {
    '/todo': { parameters: EVERY_REQUEST, get: list, post: add },
    '/todo/{todo_id}/{status}': { parameters: EVERY_REQUEST, patch: setStatus },
    '/todo/{todoId}': { parameters: EVERY_REQUEST, get: read, patch: edit, delete: remove },
  },
  schemas: todoSchemas,
};
