import { success } from '../openapi/envelopes.js';
import { EVERY_REQUEST } from '../openapi/parameters.js';
import { answer, refusals } from '../openapi/responses.js';
import { closed } from '../openapi/schemas.js';
import type { FeatureDocument, Operation } from '../openapi/types.js';

const common = {
  tags: ['Health'],
  responses: { 200: answer('HealthRes200', 'The check is successful'), ...refusals() },
} satisfies Partial<Operation>;

const live: Operation = {
  ...common,
  summary: 'Use this api to check that the process answers',
  operationId: 'healthLiveGET',
};

const ready: Operation = {
  ...common,
  summary: 'Use this api to check that the process can serve requests',
  operationId: 'healthReadyGET',
};

/** The probes are outside of the prefix of the API. */
const servers = [{ url: '/' }];

export const healthDocument: FeatureDocument = {
  tags: [{ name: 'Health', description: 'This API is for the probes of the platform that runs the server' }],
  paths: {
    '/health/live': { servers, parameters: EVERY_REQUEST, get: live },
    '/health/ready': { servers, parameters: EVERY_REQUEST, get: ready },
  },
  schemas: {
    HealthRes200: success(200, null, {
      schema: closed({ status: { type: 'string', enum: ['ok'] } }, { status: 'ok' }),
      example: { status: 'ok' },
    }),
  },
};
