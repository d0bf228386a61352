import { EVERY_REQUEST, inPath, inQuery } from '../../openapi/parameters.js';
import { answer, CLOSED, refusals } from '../../openapi/responses.js';
import { refusal, success } from '../../openapi/envelopes.js';
import { closed, ID, MONGO_ID, ref, TEXT } from '../../openapi/schemas.js';
import type { FeatureDocument, Operation } from '../../openapi/types.js';
import { LOOKUPS } from '../lookups/lookup-limiter.js';
import { EMAIL } from './register.js';

const NAMES = { firstName: TEXT, lastName: TEXT };
const JOHN = { id: '638ca851febc98437e09df2a', firstName: 'John', lastName: 'Doe' };
export const JOHN_WITH_EMAIL = { ...JOHN, email: 'john.doe@mail.com' };

/** What all operations about users have in common. */
export const ABOUT_USERS = { tags: ['Users'], security: [{ bearerAuth: [] }] } satisfies Partial<Operation>;

/** Of one's own account, this is told to who deletes it at the same time. */
export const NO_SUCH_USER = { 404: answer('UserRes404', 'User id is not found') };

const find: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to find a user by email',
  description: `An exact match, or an empty list; ${LOOKUPS.points} look-ups a minute.`,
  operationId: 'usersGET',
  parameters: [{ ...inQuery('email', EMAIL), required: true }],
  responses: {
    200: answer('ListUserRes200', 'Successfully get the users of this email'),
    ...refusals(400, ...CLOSED, 429),
  },
};

const read: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to read the name of a user',
  operationId: 'usersIdGET',
  parameters: [inPath('id', MONGO_ID, 'an id of user')],
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
    PersonRes200: success(200, 'User <id> is successfully retrieved', { schema: ref('Person'), example: JOHN }),
    ListUserRes200: success(200, 'Users is successfully retrieved', {
      schema: { type: 'array', maxItems: 1, items: ref('User') },
      example: [JOHN_WITH_EMAIL],
    }),
    UserRes404: refusal(404, 'User <id> is not found'),
  },
};
