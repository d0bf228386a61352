import { success } from '../openapi/envelopes.js';
import { fromDto } from '../openapi/from-dto.js';
import { EVERY_REQUEST } from '../openapi/parameters.js';
import { answer, body, OPEN, refusals, UNREADABLE } from '../openapi/responses.js';
import type { FeatureDocument, Operation } from '../openapi/types.js';
import { SignInDto } from './dto/sign-in.dto.js';
import { SignOutDto } from './dto/sign-out.dto.js';

const TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6IjliNmFjMDRkLWFlNWUtNDI5Ni1hNWEwLTE3Mjc4MGQxZWZkOCIsIm5hbWUiOiJqb2huIGRvZSIsImVtYWlsIjoiam9obiBkb2UiLCJpYXQiOjE1MTYyMzkwMjJ9.R-lE8F-9yb5g4nbRKC0i_xrzu2ENwjIts0VjoUFWl7I';

const signIn: Operation = {
  tags: ['Authentication'],
  summary: 'Use this apis to sign in and refresh token',
  description:
    'Every sign-in answers a new token; older ones stay valid. A wrong password and an unknown email get the same 400.',
  operationId: 'sign_inPOST',
  security: OPEN,
  requestBody: body('SignInReq'),
  responses: { 200: answer('SignInRes200', 'Sign in is successfully'), ...refusals(...UNREADABLE, 429) },
};

const signOut: Operation = {
  tags: ['Authentication'],
  summary: 'Use this to invalidate token',
  description:
    'Ends the session of the token in the body. If the body has none, it ends the session of the token in the Authorization header. Revoking a token again, or an expired one, is no error.',
  operationId: 'sign_outPOST',
  security: [{}, { bearerAuth: [] }],
  requestBody: body('SignOutReq', {
    required: false,
    examples: {
      own: { summary: 'The token of the Authorization header', value: {} },
      named: { summary: 'This token', value: { token: TOKEN } },
    },
  }),
  responses: { 200: answer('SignOutRes200', 'Successfully invalidate token'), ...refusals(...UNREADABLE) },
};

/** Sign-in and sign-out, which the seed describes. */
export const authDocument: FeatureDocument = {
  place: 2,
  tags: [{ name: 'Authentication', description: 'This API handles login and user token' }],
  paths: {
    '/login': { parameters: EVERY_REQUEST, post: signIn },
    '/logout': { parameters: EVERY_REQUEST, post: signOut },
  },
  schemas: {
    SignInReq: fromDto(SignInDto, {
      notes: { password: { format: 'password' } },
      example: { password: 'Abcde_12345', email: 'john.doe@mail.com' },
    }),
    SignInRes200: success(200, '<email> is successfully signed in', {
      schema: { type: 'string', description: 'The access token', pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$' },
      example: TOKEN,
    }),
    SignOutReq: fromDto(SignOutDto, { example: { token: TOKEN } }),
    SignOutRes200: success(200, 'User <email> token is successfully invalidated', {
      schema: { type: 'object' },
      example: {},
    }),
  },
};
