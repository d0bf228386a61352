import type { OpenAPIV3 } from 'openapi-types';
import { refusal, success } from '../../openapi/envelopes.js';
import { AN_ID, answered, DATE, ID, INSTANT, MONGO_ID, orNull, ref, TEXT } from '../../openapi/schemas.js';
import type { Schema } from '../../openapi/types.js';
import { DESCRIPTION_MAX, TITLE_MAX } from '../dto/limits.js';
import { STATUSES } from '../todo.js';

export const STATUS: Schema = { type: 'string', enum: [...STATUSES] };

const AN_INSTANT = '2022-12-04T15:31:35.195Z';

const EXAMPLE = {
  updated_at: AN_INSTANT,
  due_date: AN_INSTANT,
  description: 'There are few well known GO framework to build backend. Please do comparative study.',
  created_at: AN_INSTANT,
};
const SMALL_EXAMPLE = { ...EXAMPLE, createdBy: AN_ID, id: AN_ID, title: 'Research on Go Frameworks', status: 'todo' };
const LISTED_EXAMPLE = {
  ...EXAMPLE,
  assignee: AN_ID,
  createdBy: AN_ID,
  id: AN_ID,
  title: 'Research on Go Frameworks',
  status: 'todo',
};

/** The pattern begins at the start of the text, because some languages match only there. */
const TITLE: Schema = { type: 'string', minLength: 1, maxLength: TITLE_MAX, pattern: '^\\s*\\S' };
const DESCRIPTION: Schema = { type: 'string', maxLength: DESCRIPTION_MAX };

const DUE_DATE: Schema = {
  ...DATE,
  description: 'An RFC 3339 date-time, or a date, which means midnight UTC. Digits after the millisecond are dropped',
  example: '2030-01-31',
};

const nullNote = (schema: Schema, description: string): Schema => ({ ...orNull(schema), description });

const ASSIGNED = {
  dueDate: AN_INSTANT,
  description:
    'There are few popular frameworks to build backend system using Go. For instances, gin, fiber etc. Please do comparative study about those frameworks.',
  assignee: AN_ID,
  title: 'Research Go Backend framework',
  createdBy: AN_ID,
};
const { dueDate, description, title } = ASSIGNED;

/** The first one is for the caller, because no user has the id that the seed's example is assigned to. */
export const NEW_TODOS: Record<string, OpenAPIV3.ExampleObject> = {
  own: { summary: 'A todo of your own', value: { title, description, dueDate } },
  assigned: { summary: 'A todo that is assigned to a user', value: ASSIGNED },
};

/** The schemas of requests and answers about todos. */
export const todoSchemas: Record<string, Schema> = {
  TodoReq: {
    type: 'object',
    required: ['title'],
    properties: {
      title: TITLE,
      description: orNull(DESCRIPTION),
      dueDate: orNull(DUE_DATE),
      assignee: orNull(MONGO_ID),
      createdBy: nullNote(MONGO_ID, 'A label, by default the id of the caller; it gives no rights'),
      status: { ...orNull(STATUS), enum: [...STATUSES, null], description: 'todo by default' },
    },
    example: ASSIGNED,
  },
  EditTodoReq: {
    type: 'object',
    properties: {
      title: TITLE,
      description: nullNote(DESCRIPTION, 'null clears it'),
      dueDate: nullNote(DUE_DATE, `${DUE_DATE.description}. null clears it`),
      assignee: nullNote(MONGO_ID, 'null removes the assignee'),
      status: STATUS,
    },
    example: { title: 'Research on Go Frameworks', dueDate: null },
  },
  AddTodoRes201: success(201, 'Todo <todo-id> is successfully added'),
  EditTodoRes200: success(200, 'Todo <todo_id> is successfully edited'),
  DelTodoRes200: success(200, 'Todo <todo_id> is successfully deleted'),
  ListTodoRes200: success(200, 'Todos is successfully retrieved', {
    schema: { type: 'array', items: ref('Todo') },
    example: [SMALL_EXAMPLE, LISTED_EXAMPLE],
  }),
  TodoRes200: success(200, 'Todo <todo_id> is successfully retrieved', {
    schema: ref('Todo'),
    example: LISTED_EXAMPLE,
  }),
  TodoRes404: refusal(404, 'Todo <todo_id> is not found'),
  Todo: answered(
    {
      id: ID,
      title: TEXT,
      description: TEXT,
      status: STATUS,
      due_date: INSTANT,
      createdBy: ID,
      assignee: ID,
      created_at: INSTANT,
      updated_at: INSTANT,
    },
    {
      ...EXAMPLE,
      id: '638cbc6a86aa4509c94e4192',
      assignee: '638cbc6a86aa4509c94e4191',
      createdBy: '638cbc6a86aa4509c94e4191',
      title: 'Research on Go Frameworks',
      status: 'todo',
    },
    ['description', 'due_date', 'assignee'],
  ),
};
