import { success } from '../openapi/envelopes.js';
import { fromDto } from '../openapi/from-dto.js';
import { EVERY_REQUEST } from '../openapi/parameters.js';
import { answer, body, CLOSED, refusals, UNREADABLE } from '../openapi/responses.js';
import type { FeatureDocument, Operation, Schema } from '../openapi/types.js';
import { ABOUT_USERS, NEW_PASSWORD, NO_SUCH_USER, USER } from '../users/users.openapi.js';
import { DeleteAccountDto } from './dto/delete-account.dto.js';
import { UpdateAccountDto } from './dto/update-account.dto.js';

const me: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to read your own account',
  description: 'Answers your id, which todos show as createdBy and assignee, your email and your name.',
  operationId: 'getMe',
  responses: { 200: answer('UserRes200', 'Successfully get the user'), ...refusals(...CLOSED), ...NO_SUCH_USER },
};

const edit: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to edit your own account',
  description:
    'A property that is not sent does not change. A new password ends all other sessions. ' +
    'Another email than the present one is a 400; the present one and id are ignored.',
  operationId: 'editMe',
  requestBody: body('EditUserReq', { required: false }),
  responses: {
    200: answer('EditUserRes200', 'Edit on the user is successful'),
    ...refusals(...UNREADABLE, ...CLOSED, 429),
    ...NO_SUCH_USER,
  },
};

const remove: Operation = {
  ...ABOUT_USERS,
  summary: 'Use this api to delete your own account',
  description: 'Deletes your own todos and all your sessions as well, and removes you as the assignee of other todos.',
  operationId: 'deleteMe',
  requestBody: body('DelUserReq'),
  responses: {
    200: answer('DelUserRes200', 'Delete on the user is successful'),
    ...refusals(...UNREADABLE, ...CLOSED, 429),
    ...NO_SUCH_USER,
  },
};

const erase: Operation = {
  ...remove,
  summary: 'Use this api to delete your own account if your client sends no body with DELETE',
  operationId: 'eraseMe',
};

const OWN_NAME: Schema = { description: 'White space around it is dropped; null or blank text clears it' };

const CURRENT_PASSWORD: Schema = { format: 'password', description: 'A wrong password is a 400' };

/** The caller's own account, of which the seed says nothing. */
export const accountDocument: FeatureDocument = {
  place: 5,
  tags: [],
  paths: {
    '/users/me': { parameters: EVERY_REQUEST, get: me, patch: edit, delete: remove },
    '/users/me/erase': { parameters: EVERY_REQUEST, post: erase },
  },
  schemas: {
    EditUserReq: fromDto(UpdateAccountDto, {
      hidden: ['email'],
      notes: {
        firstName: OWN_NAME,
        lastName: OWN_NAME,
        password: { ...NEW_PASSWORD, description: `${NEW_PASSWORD.description}; needs currentPassword beside it` },
        currentPassword: { ...CURRENT_PASSWORD, 'x-only-with': 'password' },
      },
      example: { firstName: 'Johnny' },
    }),
    DelUserReq: fromDto(DeleteAccountDto, {
      notes: { currentPassword: CURRENT_PASSWORD },
      example: { currentPassword: 'Abcde_12345' },
    }),
    UserRes200: success(200, 'User <email> is successfully retrieved', USER),
    EditUserRes200: success(200, 'User <email> is successfully edited', USER),
    DelUserRes200: success(200, 'User <email> is successfully deleted'),
  },
};
