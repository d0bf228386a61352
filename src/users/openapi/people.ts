import { answer, CLOSED, EVERY_REQUEST, refusals } from '../../openapi/responses.js';
import { closed, ID, MONGO_ID, NO_TEXT, ref, refusal, status, TEXT } from '../../openapi/schemas.js';
import type { FeatureDocument, Operation, SchemaOrRef } from '../../openapi/types.js';
import { EMAIL } from './register.js';

const NAMES = { firstName: TEXT, lastName: TEXT };
const JOHN = { id: '638ca851febc98437e09df2a', firstName: 'John', lastName: 'Doe' };
export const JOHN_WITH_EMAIL = { ...JOHN, email: 'john.doe@mail.com' };

/** The envelope of a success that is about users. */
export const userAnswer = (data: SchemaOrRef, message: string, example: unknown) =>
  closed(
    { statusCode: status(200), message: TEXT, data, error: NO_TEXT },
    { statusCode: 200, message, data: example, error: null },
  );

/** What all operations about users have in common. */
export const ABOUT_USERS = { tags: ['Users'], security: [{ bearerAuth: [] }] } satisfies Partial<Operation>;

/** Of one's own account, this is told to who deletes it at the same time. */
export const NO_SUCH_USER = { 404: answer('UserRes404', 'User id is not found') };

const find: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to find a user by email',
  description: 'An exact match, or an empty list; 60 look-ups a minute.',
  operationId: 'usersGET',
  parameters: [{ name: 'email', in: 'query', required: true, schema: EMAIL }],
  responses: {
    200: answer('ListUserRes200', 'Successfully get the users of this email'),
    ...refusals(400, ...CLOSED, 429),
  },
};

const read: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to read the name of a user',
  operationId: 'usersIdGET',
  parameters: [{ name: 'id', in: 'path', required: true, description: 'an id of user', schema: MONGO_ID }],
  responses: {
    200: answer('PersonRes200', 'Successfully get the user'),
    ...refusals(400, ...CLOSED),
    ...NO_SUCH_USER,
  },
};

/** What the seed does not have: who one is, and who others are. */
export const people: FeatureDocument = {
  tags: [{ name: 'Users', description: 'This API handles your own account and finds other users' }],
  paths: {
    '/users': { parameters: EVERY_REQUEST, get: find },
    '/users/{id}': { parameters: EVERY_REQUEST, get: read },
  },
  schemas: {
    User: closed({ id: ID, email: TEXT, ...NAMES }, JOHN_WITH_EMAIL, ['firstName', 'lastName']),
    Person: closed({ id: ID, ...NAMES }, JOHN, ['firstName', 'lastName']),
    PersonRes200: userAnswer(ref('Person'), 'User <id> is successfully retrieved', JOHN),
    ListUserRes200: userAnswer({ type: 'array', maxItems: 1, items: ref('User') }, 'Users is successfully retrieved', [
      JOHN_WITH_EMAIL,
    ]),
    UserRes404: refusal(404, 'User <id> is not found'),
  },
};
