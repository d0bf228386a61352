import { EVERY_REQUEST } from '../../openapi/parameters.js';
import { answer, body, refusals, UNREADABLE } from '../../openapi/responses.js';
import { NULL_OBJECT, success } from '../../openapi/envelopes.js';
import { orNull } from '../../openapi/schemas.js';
import type { FeatureDocument, Schema } from '../../openapi/types.js';
import { EMAIL_MAX, NAME_MAX, PASSWORD_MAX_BYTES, PASSWORD_MIN } from '../dto/limits.js';

export const NAME: Schema = {
  type: 'string',
  maxLength: NAME_MAX,
  description: 'White space around it is dropped',
  'x-trimmed': true,
};

export const EMAIL: Schema = {
  type: 'string',
  format: 'email',
  maxLength: EMAIL_MAX,
  description: 'Case and white space around it do not matter',
  'x-trimmed': true,
};

export const NEW_PASSWORD: Schema = {
  type: 'string',
  format: 'password',
  minLength: PASSWORD_MIN,
  maxLength: PASSWORD_MAX_BYTES,
  description: `At most ${PASSWORD_MAX_BYTES} bytes in UTF-8`,
};

/** The seed's registration. */
export const register: FeatureDocument = {
  tags: [{ name: 'Sign Up', description: 'This API handles registration of the user' }],
  paths: {
    '/register': {
      parameters: EVERY_REQUEST,
      post: {
        tags: ['Sign Up'],
        summary: 'Add new user',
        description: 'A known email is a 400. Where registration is closed, every answer is a 403.',
        operationId: 'sign_upPOST',
        requestBody: body('SignUpReq'),
        responses: {
          201: answer('SignUpRes201', 'Add user is successful'),
          ...refusals(...UNREADABLE, 403),
        },
      },
    },
  },
  schemas: {
    SignUpReq: {
      type: 'object',
      required: ['email', 'password'],
      properties: { firstName: orNull(NAME), lastName: orNull(NAME), email: EMAIL, password: NEW_PASSWORD },
      example: { firstName: 'John', lastName: 'Doe', password: 'Abcde_12345', email: 'john.doe@mail.com' },
    },
    SignUpRes201: success(201, 'User <email> is succesfully registered', NULL_OBJECT),
  },
};
