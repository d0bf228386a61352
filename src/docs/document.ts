import type { OpenAPIV3 } from 'openapi-types';
import { GENERAL } from '../openapi/envelopes.js';
import { PARAMETERS } from '../openapi/parameters.js';
import { HEADERS, RESPONSES } from '../openapi/responses.js';
import { foundExports } from '../found-exports.js';
import type { FeatureDocument } from '../openapi/types.js';

/** Features that name no place come after those that do, in the order of their names. */
const placeOf = ({ place = Number.MAX_SAFE_INTEGER }: FeatureDocument) => place;

/** The exports of each `<feature>/<feature>.openapi.ts` that end in `Document`, in the order of Swagger UI's page. */
const features = (await foundExports('*/*.openapi'))
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => document as FeatureDocument)
  .toSorted((a, b) => placeOf(a) - placeOf(b));

/** All parts in one. @throws Error that names what two parts have */
function merged<T>(parts: Record<string, T>[]): Record<string, T> {
  const names = parts.flatMap((part) => Object.keys(part));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`Two features describe ${twice}`);
  return Object.assign({}, ...parts) as Record<string, T>;
}

const BEARER: OpenAPIV3.HttpSecurityScheme = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'The token that `POST /login` answers in `data`, without the word Bearer',
};

/** The OpenAPI document; `npm run docs:openapi` writes it to openapi.json, and the server reads that. */
export const document: OpenAPIV3.Document = {
  openapi: '3.0.3',
  info: {
    title: 'Todo',
    version: '1.0.11',
    description: 'An application to manage your daily tasks',
    contact: { name: 'Support', email: 'syauqilenterano@gmail.com' },
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  // A relative address: clients call the instance that served the document, on any host and port.
  servers: [{ url: '/api' }],
  tags: features.flatMap(({ tags }) => tags),
  paths: merged(features.map(({ paths }) => paths)),
  components: {
    securitySchemes: { bearerAuth: BEARER },
    parameters: PARAMETERS,
    headers: HEADERS,
    responses: RESPONSES,
    schemas: merged([...features.map(({ schemas }) => schemas), GENERAL]),
  },
};
