import type { OpenAPIV3 } from 'openapi-types';
import { accountDocument } from '../account/account.openapi.js';
import { authDocument } from '../auth/auth.openapi.js';
import { PARAMETERS } from '../openapi/parameters.js';
import { HEADERS, RESPONSES } from '../openapi/responses.js';
import { GENERAL } from '../openapi/envelopes.js';
import { healthDocument } from '../health/health.openapi.js';
import { todoDocument } from '../todo/todo.openapi.js';
import { peopleDocument, registerDocument } from '../users/users.openapi.js';

/** In the order of the pages: the seed's first. */
const features = [registerDocument, authDocument, todoDocument, peopleDocument, accountDocument, healthDocument];

/** What the features say of each path; one may be of several. */
const paths: OpenAPIV3.PathsObject = {};
for (const [path, item] of features.flatMap((feature) => Object.entries(feature.paths)))
  paths[path] = { ...paths[path], ...item };

/** The OpenAPI document; `npm run docs:openapi` writes it to openapi.json, and the server reads that. */
export const document: OpenAPIV3.Document = {
  openapi: '3.0.3',
  info: {
    title: 'Todo',
    version: '1.0.11',
    description: 'An application to manage your daily tasks',
    contact: { name: 'Support', email: 'syauqilenterano@gmail.com' },
  },
  // Relative, so that it is the instance that serves the document, on whatever port and under whatever name.
  servers: [{ url: '/api' }],
  tags: features.flatMap(({ tags }) => tags),
  paths,
  components: {
    securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    parameters: PARAMETERS,
    headers: HEADERS,
    responses: RESPONSES,
    schemas: Object.assign({}, ...features.map(({ schemas }) => schemas), GENERAL) as Record<
      string,
      OpenAPIV3.SchemaObject
    >,
  },
};
