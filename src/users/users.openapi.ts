import { NULL_OBJECT, refusal, success } from '../openapi/envelopes.js';
import { fromDto, queryFromDto } from '../openapi/from-dto.js';
import { EVERY_REQUEST, inPath } from '../openapi/parameters.js';
import { answer, body, CLOSED, OPEN, refusals, UNREADABLE } from '../openapi/responses.js';
import { AN_ID, answered, ID, MONGO_ID, ref, TEXT } from '../openapi/schemas.js';
import type { FeatureDocument, Operation, Schema } from '../openapi/types.js';
import { FindUsersDto } from './dto/find-users.dto.js';
import { PASSWORD_MAX_BYTES } from './dto/limits.js';
import { SignUpDto } from './dto/sign-up.dto.js';
import { LOOKUPS } from './user-limits.js';

/** Keywords of a new password that its decorator does not give. */
export const NEW_PASSWORD = {
  format: 'password',
  description: `At most ${PASSWORD_MAX_BYTES} bytes in UTF-8; lengths count in NFC`,
} satisfies Schema;

const ABOUT_EMAILS = 'Case and white space around it do not matter; invisible characters are refused';

const NAMES = { firstName: TEXT, lastName: TEXT };
const JOHN = { id: AN_ID, firstName: 'John', lastName: 'Doe' };
const JOHN_WITH_EMAIL = { ...JOHN, email: 'john.doe@mail.com' };

/** A user with their email, as the `data` of an answer. */
export const USER = { schema: ref('User'), example: JOHN_WITH_EMAIL };

/** The parts that all operations on users share. */
export const ABOUT_USERS = { tags: ['Users'], security: [{ bearerAuth: [] }] } satisfies Partial<Operation>;

export const NO_SUCH_USER = { 404: answer('UserRes404', 'User id is not found') };

const register: Operation = {
  tags: ['Sign Up'],
  summary: 'Add new user',
  description:
    'An email that is registered already is a 400. If the operator has closed registration, every request is a 403.',
  operationId: 'sign_upPOST',
  security: OPEN,
  requestBody: body('SignUpReq'),
  responses: { 201: answer('SignUpRes201', 'Add user is successful'), ...refusals(...UNREADABLE, 403, 429) },
};

const find: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to find a user by email',
  description: `Answers the user with exactly this email, or an empty list. A caller has ${LOOKUPS.points} look-ups a minute.`,
  operationId: 'findUsers',
  parameters: queryFromDto(FindUsersDto, { email: { description: ABOUT_EMAILS, example: JOHN_WITH_EMAIL.email } }),
  responses: {
    200: answer('ListUserRes200', 'Successfully get the users of this email'),
    ...refusals(400, ...CLOSED, 429),
  },
};

const read: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to read the name of a user',
  description: 'Answers the name that goes with an id, such as the assignee of a todo.',
  operationId: 'getUser',
  parameters: [inPath('id', { schema: MONGO_ID, description: 'an id of user', example: JOHN.id })],
  responses: {
    200: answer('PersonRes200', 'Successfully get the user'),
    ...refusals(400, ...CLOSED),
    ...NO_SUCH_USER,
  },
};

/** Registration, which the seed describes. */
export const registerDocument: FeatureDocument = {
  place: 1,
  tags: [{ name: 'Sign Up', description: 'This API handles registration of the user' }],
  paths: { '/register': { parameters: EVERY_REQUEST, post: register } },
  schemas: {
    SignUpReq: fromDto(SignUpDto, {
      notes: { email: { description: ABOUT_EMAILS }, password: NEW_PASSWORD },
      example: { firstName: 'John', lastName: 'Doe', password: 'Abcde_12345', email: 'john.doe@mail.com' },
    }),
    SignUpRes201: success(201, 'User <email> is succesfully registered', NULL_OBJECT),
  },
};

/** Other users, of whom the seed says nothing. */
export const peopleDocument: FeatureDocument = {
  place: 4,
  tags: [{ name: 'Users', description: 'This API handles your own account and finds other users' }],
  paths: {
    '/users': { parameters: EVERY_REQUEST, get: find },
    '/users/{id}': { parameters: EVERY_REQUEST, get: read },
  },
  schemas: {
    User: answered({ id: ID, email: TEXT, ...NAMES }, JOHN_WITH_EMAIL, ['firstName', 'lastName']),
    Person: answered({ id: ID, ...NAMES }, JOHN, ['firstName', 'lastName']),
    PersonRes200: success(200, 'User <id> is successfully retrieved', { schema: ref('Person'), example: JOHN }),
    ListUserRes200: success(200, 'Users is successfully retrieved', {
      schema: { type: 'array', maxItems: 1, items: ref('User') },
      example: [JOHN_WITH_EMAIL],
    }),
    UserRes404: refusal(404, 'User <id> is not found'),
  },
};
