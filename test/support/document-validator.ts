import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { isEmail } from 'class-validator';
import type { OpenAPIV3 } from 'openapi-types';
import { refusal } from '../../src/openapi/envelopes.js';
import { withoutBody } from '../../src/openapi/responses.js';
import type {
  Headers as DocumentedHeaders,
  Operation,
  Parameter,
  Response,
  Schema,
  SchemaOrRef,
} from '../../src/openapi/types.js';
import { trim } from '../../src/validation/trimmed.js';

/** One request and its answer, as sent over the wire. */
export interface Exchange {
  method: string;
  /** Path and query. */
  target: string;
  /** Without it, the request is not validated. */
  request?: { headers: Headers; body?: string };
  status: number;
  headers: Headers;
  /** Without it, the body is not validated. */
  body?: string;
}

interface Route {
  template: string;
  shape: RegExp;
  item: OpenAPIV3.PathItemObject;
}

type Params = Record<string, string | string[] | undefined>;

/** The probes of a platform are not in the document. */
const PROBE = /^\/health\/(live|ready)$/;

/** The schemas of request bodies, by their names. */
const REQUEST = /Req$/;

/** The statuses that a route outside of the document may answer beside 404. A path that cannot be decoded is a 400. */
const OF_UNKNOWN_ROUTES = [400, 500, 503];
const UNKNOWN_ROUTE: Response = {
  ...withoutBody('There is no such route'),
  content: { 'application/json': { schema: closed(refusal(404, 'Cannot GET /api/nope')) } },
};

/** Validates requests and answers against an OpenAPI 3.0 document. */
export class DocumentValidator {
  private readonly ajv = new Ajv({ strict: true, allErrors: true });
  private readonly validators = new Map<SchemaOrRef, ValidateFunction>();
  private readonly routes: Route[];

  private readonly document: OpenAPIV3.Document;

  constructor(document: OpenAPIV3.Document) {
    // ajv gets each schema under its name, so references must be names as well.
    const text = JSON.stringify(document).replaceAll('"#/components/schemas/', '"');
    this.document = JSON.parse(text) as OpenAPIV3.Document;
    // These keywords do not affect validation. ajv supports `nullable`.
    this.ajv.addVocabulary(['example', 'x-trimmed', 'x-nfc', 'x-only-with']);
    this.ajv.addKeyword({ keyword: 'x-always-null', macro: () => ({ enum: [null] }) });
    this.ajv.addKeyword({
      keyword: 'x-any-format',
      macro: (formats: string[]) => ({ anyOf: formats.map((format) => ({ format })) }),
    });
    (formats as unknown as typeof formats.default)(this.ajv);
    this.ajv.addFormat('mongoId', /^[0-9a-f]{24}$/i);
    // The seed writes this format. The server accepts international addresses too, and ajv's own does not.
    this.ajv.addFormat('email', (text) => text.isWellFormed() && isEmail(text));
    for (const [name, schema] of Object.entries(this.document.components?.schemas ?? {}))
      this.ajv.addSchema(REQUEST.test(name) ? schema : closed(schema), name);
    this.routes = Object.entries(this.document.paths)
      .map(([template, item = {}]) => ({ template, item, shape: shapeOf(template) }))
      .sort((a, b) => a.template.split('{').length - b.template.split('{').length);
  }

  /** All differences between an exchange and the document. Refused requests are not validated: most are wrong on purpose. */
  faults(exchange: Exchange, prefix = 'api'): string[] {
    const { method, target, status } = exchange;
    if (method === 'OPTIONS') return [];
    const { pathname, searchParams } = partsOf(target);
    const given = below(pathname, prefix);
    if (PROBE.test(pathname) && ['GET', 'HEAD'].includes(method)) return [];
    const route = this.routes.find(({ shape }) => shape.test(given));
    const operations = route?.item as Record<string, Operation | undefined> | undefined;
    const operation = operations?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    if (!route || !operation) return this.ofUnknownRoute(exchange);
    const response = operation.responses[status];
    if (!response) return [`${method} ${route.template} has no answer ${status}`];
    const faults = this.answer(exchange, this.resolve(response));
    if (exchange.request && status < 400) {
      faults.push(
        ...this.parameters([...(route.item.parameters ?? []), ...(operation.parameters ?? [])], {
          path: Object.fromEntries(Object.entries(route.shape.exec(given)?.groups ?? {}).map(decoded)),
          query: multiple(searchParams),
          header: multiple(exchange.request.headers),
        }),
      );
      faults.push(...this.requestBody(exchange.request, operation));
    }
    return faults.map((fault) => `${method} ${route.template} ${status}: ${fault}`);
  }

  private ofUnknownRoute(exchange: Exchange): string[] {
    const { method, target, status } = exchange;
    if (status === 404) return this.answer(exchange, UNKNOWN_ROUTE);
    const known = OF_UNKNOWN_ROUTES.includes(status) && this.document.components?.responses?.[`GeneralRes${status}`];
    if (!known) return [`${method} ${target} is not in the document, and yet answers ${status}`];
    return this.answer(exchange, this.resolve(known));
  }

  private answer({ method, headers, body }: Exchange, { headers: documented, content }: Response): string[] {
    const faults = this.answerHeaders(headers, documented ?? {});
    if (body === undefined) return faults;
    if (!content || method === 'HEAD') return body === '' ? faults : [...faults, 'a body that must not be there'];
    const schema = content[mediaType(headers)]?.schema;
    if (!schema) return [...faults, `undocumented content-type ${headers.get('content-type')}`];
    return [...faults, ...this.json(schema, body, 'body')];
  }

  private answerHeaders(headers: Headers, documented: DocumentedHeaders): string[] {
    return Object.entries(documented).flatMap(([name, of]) => {
      const { required, schema } = this.resolve(of);
      const value = headers.get(name);
      if (value === null) return required ? [`header ${name} is missing`] : [];
      return schema ? this.faultsOf(schema, coerced(value, schema), `header ${name}`) : [];
    });
  }

  /** All differences between parameters and those that an operation documents. */
  parameters(documented: (Parameter | OpenAPIV3.ReferenceObject)[], sent: Record<string, Params>): string[] {
    return documented.flatMap((of) => {
      const { name, in: place, required, schema } = this.resolve(of);
      const value = sent[place]?.[place === 'header' ? name.toLowerCase() : name];
      if (value === undefined) return required ? [`${place} parameter ${name} is missing`] : [];
      return schema ? this.faultsOf(schema, coerced(value, schema), `${place} parameter ${name}`) : [];
    });
  }

  private requestBody({ headers, body = '' }: NonNullable<Exchange['request']>, operation: Operation): string[] {
    const documented = operation.requestBody && this.resolve(operation.requestBody);
    // The server does not read the body of an operation that takes none.
    if (!documented) return [];
    // The server takes a body of null as no body.
    if (body === '' || body === 'null') return documented.required ? ['the request has no body'] : [];
    const schema = documented.content[mediaType(headers)]?.schema;
    return schema
      ? this.json(schema, body, 'request body', (value) => asRead(this.schemaOf(schema), value))
      : [`undocumented content-type ${headers.get('content-type')} of the request`];
  }

  private json(schema: SchemaOrRef, text: string, what: string, read = (value: unknown) => value): string[] {
    try {
      return this.faultsOf(schema, read(JSON.parse(text.replace(/^\uFEFF/, ''))), what);
    } catch (error) {
      if (error instanceof SyntaxError) return [`${what} is not JSON`];
      throw error;
    }
  }

  /** All differences between a value and a schema. */
  faultsOf(schema: SchemaOrRef, value: unknown, what = 'the value'): string[] {
    const validate = this.validators.get(schema) ?? this.compile(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private compile(schema: SchemaOrRef): ValidateFunction {
    const validate = this.ajv.compile(schema);
    this.validators.set(schema, validate);
    return validate;
  }

  private schemaOf(of: SchemaOrRef): Schema {
    return '$ref' in of ? (this.document.components?.schemas?.[of.$ref] as Schema) : of;
  }

  private resolve<T extends object>(of: T | OpenAPIV3.ReferenceObject): T {
    if (!('$ref' in of)) return of;
    const steps = of.$ref.slice('#/'.length).split('/');
    return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], this.document) as T;
  }
}

const shapeOf = (template: string) => new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

/** The path without the prefix; empty for a path outside of the prefix. */
const below = (pathname: string, prefix: string): string =>
  pathname.startsWith(`/${prefix}/`) ? pathname.slice(prefix.length + 1) : '';

/** The schema without room for other properties. The document leaves room for those of later releases. */
function closed(schema: SchemaOrRef): SchemaOrRef {
  if ('$ref' in schema) return schema;
  const { type, properties = {} } = schema;
  if (type === 'array') return { ...schema, items: closed(schema.items) };
  if (type !== 'object') return schema;
  const parts = Object.entries(properties).map(([name, of]) => [name, closed(of)]);
  return { ...schema, properties: Object.fromEntries(parts) as typeof properties, additionalProperties: false };
}

const decoded = ([name, value]: [string, string]): [string, string] => {
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return [name, value];
  }
};

/** Each name with its value, or with the list of its values if there are several. */
function multiple(pairs: Iterable<[string, string]>): Params {
  const all = Object.create(null) as Params;
  for (const [name, value] of pairs) {
    const before = all[name];
    all[name] = before === undefined ? value : [before, value].flat();
  }
  return all;
}

/** Drops the white space around a text, or puts it into NFC, if the schema says that the server does. */
function normalised(value: unknown, schema: SchemaOrRef): unknown {
  if (typeof value !== 'string') return value;
  if ('x-nfc' in schema) return value.normalize('NFC');
  return 'x-trimmed' in schema ? trim(value) : value;
}

/** A request body as the server reads it: in normal form, and without the properties that the server ignores. */
export function asRead({ properties = {} }: Schema, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const sent = body as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(sent)
      .map(([name, value]) => [name, value, (properties[name] ?? {}) as Schema] as const)
      .filter(([, , { 'x-only-with': other }]) => other === undefined || (sent[other] ?? null) !== null)
      .map(([name, value, of]) => [name, normalised(value, of)]),
  );
}

/** Path and query of a request target as the server reads them: it keeps the segments `.` and `..`, which a URL drops. */
function partsOf(target: string): { pathname: string; searchParams: URLSearchParams } {
  if (!target.startsWith('/')) return new URL(target, 'http://localhost');
  const [pathname = ''] = target.split('?', 1);
  return { pathname, searchParams: new URLSearchParams(target.slice(pathname.length + 1)) };
}

const mediaType = (headers: Headers) => headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** A value of a query string or header in the type of its schema: a number, or a list of one. */
function coerced(value: string | string[], schema: SchemaOrRef): unknown {
  const type = 'type' in schema ? schema.type : undefined;
  if (type === 'array') return [value].flat();
  return type === 'integer' && typeof value === 'string' && /^\d+$/.test(value)
    ? Number(value)
    : normalised(value, schema);
}

/** The committed document. */
export const document = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
) as OpenAPIV3.Document;

export const validator = new DocumentValidator(document);
