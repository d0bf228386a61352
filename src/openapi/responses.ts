import type { OpenAPIV3 } from 'openapi-types';
import { REQUEST_ID } from './parameters.js';
import { ref } from './schemas.js';
import type { Headers, Response } from './types.js';

const JSON_TYPE = 'application/json';

/** The headers that several answers share, by their name in the document. */
export const HEADERS = {
  RequestId: {
    description: 'The id under which the server logged the request: the one that was sent, or a random one',
    required: true,
    schema: REQUEST_ID,
  },
  Challenge: {
    description: 'How to authenticate, and what was wrong with the token that was sent (RFC 6750)',
    required: true,
    schema: {
      type: 'string',
      pattern: '^Bearer realm="todo"(, error="invalid_token", error_description="(expired|revoked|invalid)")?$',
    },
    example: 'Bearer realm="todo", error="invalid_token", error_description="expired"',
  },
  PresentTag: {
    description: 'The strong entity tag of the present version',
    required: true,
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  },
  RateLimit: {
    description:
      'What is left of the limit, and the seconds until its window ends (draft-ietf-httpapi-ratelimit-headers)',
    schema: { type: 'string' },
    example: '"lookups";r=0;t=42',
  },
  RateLimitPolicy: {
    description: 'The limit that was exceeded: how often in how many seconds',
    schema: { type: 'string' },
    example: '"lookups";q=60;w=60',
  },
  RetryAfter: {
    description: 'The number of seconds after which to try again',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
} satisfies Headers;

const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

/** An answer without a body. */
export const withoutBody = (description: string, headers: Headers = {}): Response => ({
  description,
  headers: { 'X-Request-Id': header('RequestId'), ...headers },
});

/** An answer with a body of this schema. */
export const answer = (schema: string, description: string, headers: Headers = {}): Response => ({
  ...withoutBody(description, headers),
  content: { [JSON_TYPE]: { schema: ref(schema) } },
});

interface Body {
  required?: boolean;
  /** Further media types beside JSON. */
  alsoAs?: string[];
  /** Swagger UI fills in the first one. Without any, it fills in the example of the schema. */
  examples?: Record<string, OpenAPIV3.ExampleObject>;
}

/** A request body of this schema. */
export const body = (
  schema: string,
  { required = true, alsoAs = [], examples }: Body = {},
): OpenAPIV3.RequestBodyObject => ({
  required,
  content: Object.fromEntries([JSON_TYPE, ...alsoAs].map((type) => [type, { schema: ref(schema), examples }])),
});

/** The description of each refusal, unless an operation has one of its own. */
const MEANINGS = {
  400: 'Request is not correct',
  401: 'The access token is missing, expired, revoked or invalid',
  403: 'The caller may not do this',
  412: 'The present version is not one that If-Match and If-None-Match allow',
  413: 'The body is too large',
  415: 'The body is not JSON in UTF-8',
  422: 'The Idempotency-Key has been used for another todo',
  429: 'Too many requests',
  500: 'Internal Server Error',
  503: 'The server, or its database, is not available',
};
type Refusal = keyof typeof MEANINGS;

const OWN_HEADERS: Partial<Record<Refusal, Headers>> = {
  401: { 'WWW-Authenticate': header('Challenge') },
  412: { ETag: header('PresentTag') },
  429: {
    'Retry-After': header('RetryAfter'),
    RateLimit: header('RateLimit'),
    'RateLimit-Policy': header('RateLimitPolicy'),
  },
  503: { 'Retry-After': header('RetryAfter') },
};

/** The refusals of operations that read a body. */
export const UNREADABLE: Refusal[] = [400, 413, 415];

/** The `security` of operations that need no token. */
export const OPEN: OpenAPIV3.SecurityRequirementObject[] = [];

/** The refusal of operations that need a token. */
export const CLOSED: Refusal[] = [401];

/** The answers of these refusals, by the name of their schema. */
export const RESPONSES: Record<string, Response> = Object.fromEntries(
  (Object.keys(MEANINGS) as `${Refusal}`[]).map((code) => [
    `GeneralRes${code}`,
    answer(`GeneralRes${code}`, MEANINGS[code], OWN_HEADERS[code]),
  ]),
);

/** References to the refusals with these statuses, and to 500 and 503, which every operation can answer. */
export const refusals = (...codes: Refusal[]): OpenAPIV3.ResponsesObject =>
  Object.fromEntries(
    [...codes, 500 as const, 503 as const].map((code) => [code, { $ref: `#/components/responses/GeneralRes${code}` }]),
  );
