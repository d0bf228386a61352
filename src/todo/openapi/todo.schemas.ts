import type { OpenAPIV3 } from 'openapi-types';
import { refusal, success } from '../../openapi/envelopes.js';
import { ABOUT_DUE_DATES } from '../../openapi/converters.js';
import { answeredFromDto, fromDto } from '../../openapi/from-dto.js';
import { AN_ID, answered, ID, INSTANT, ref } from '../../openapi/schemas.js';
import type { Schema } from '../../openapi/types.js';
import { CreateTodoDto } from '../dto/create-todo.dto.js';
import { UpdateTodoDto } from '../dto/update-todo.dto.js';
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

const SENT = answeredFromDto(CreateTodoDto);

const ANSWERED = {
  id: ID,
  title: SENT.title,
  description: SENT.description,
  status: SENT.status,
  due_date: INSTANT,
  createdBy: SENT.createdBy,
  assignee: SENT.assignee,
  created_at: INSTANT,
  updated_at: INSTANT,
};

/** Fields that the seed does not have. The seed names the due date of a body in another way. */
const OURS = Object.fromEntries(Object.entries(SENT).filter(([name]) => name !== 'dueDate' && !(name in ANSWERED)));

/** The schemas of requests and answers about todos. */
export const todoSchemas: Record<string, Schema> = {
  TodoReq: fromDto(CreateTodoDto, {
    hidden: ['due_date'],
    notes: {
      createdBy: { description: 'A label, by default the id of the caller; it gives no rights' },
      status: { description: 'todo by default' },
    },
    example: ASSIGNED,
  }),
  EditTodoReq: fromDto(UpdateTodoDto, {
    hidden: ['due_date'],
    notes: {
      description: { description: 'null clears it' },
      dueDate: { description: `${ABOUT_DUE_DATES}. null clears it` },
      assignee: { description: 'null removes the assignee' },
    },
    example: { title: 'Research on Go Frameworks', dueDate: null },
  }),
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
    { ...ANSWERED, ...OURS },
    {
      ...EXAMPLE,
      id: '638cbc6a86aa4509c94e4192',
      assignee: '638cbc6a86aa4509c94e4191',
      createdBy: '638cbc6a86aa4509c94e4191',
      title: 'Research on Go Frameworks',
      status: 'todo',
    },
    ['description', 'due_date', 'assignee', ...Object.keys(OURS)],
  ),
};
