import { success } from '../openapi/envelopes.js';
import { EVERY_REQUEST } from '../openapi/parameters.js';
import { answer, refusals } from '../openapi/responses.js';
import { closed } from '../openapi/schemas.js';
import type { FeatureDocument, Operation } from '../openapi/types.js';

const probe = (operationId: string, summary: string): Operation => ({
  tags: ['Health'],
  summary,
  operationId,
  responses: { 200: answer('HealthRes200', 'Yes'), ...refusals() },
});

/** The probes, which stand beside the API. */
const servers = [{ url: '/' }];

export const healthDocument: FeatureDocument = {
  tags: [{ name: 'Health', description: 'For probes' }],
  paths: {
    '/health/live': { servers, parameters: EVERY_REQUEST, get: probe('healthLiveGET', 'Whether the process answers') },
    '/health/ready': {
      servers,
      parameters: EVERY_REQUEST,
      get: probe('healthReadyGET', 'Whether the process should be sent requests'),
    },
  },
  schemas: {
    HealthRes200: success(200, null, {
      schema: closed({ status: { type: 'string', enum: ['ok'] } }, { status: 'ok' }),
      example: { status: 'ok' },
    }),
  },
};
