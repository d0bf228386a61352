import { readFileSync } from 'node:fs';
import fc, { type Arbitrary } from 'fast-check';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  nullable?: boolean;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  'x-any-format'?: string[];
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  schema?: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { $ref?: string; content?: Record<string, { schema: Schema }> };
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

type PathItem = { parameters?: Parameter[] } & Partial<Record<(typeof METHODS)[number], Operation>>;

interface Document {
  paths: Record<string, PathItem>;
  components: Record<'schemas' | 'parameters' | 'requestBodies', Record<string, unknown>>;
}

/** Who sends a request. */
export type Who = 'signed in' | 'signed out' | 'with a wrong token';

/** A request as it is generated. `MINE`, `HERS` and `ME` stand for ids that only a running test knows. */
export interface FuzzRequest {
  method: string;
  /** Path and query, below the prefix. */
  target: string;
  who: Who;
  headers: Record<string, string>;
  /** The bytes of the body, one character a byte. */
  body?: string;
  /** A head that lies: it is sent as it is, and the client then ends its side. */
  lie?: string;
}

/** Placeholders: a todo of the one who sends, one of somebody else, and the user who sends. */
export const MINE = 'ffffffffffffffffffffff01';
export const HERS = 'ffffffffffffffffffffff02';
export const ME = 'ffffffffffffffffffffff03';

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

function resolve<T extends { $ref?: string }>(of: T): T {
  if (of.$ref === undefined) return of;
  const [, , kind = '', name = ''] = of.$ref.split('/');
  return resolve(document.components[kind as keyof Document['components']][name] as T);
}

const ids = fc.oneof(
  { weight: 5, arbitrary: fc.constant(MINE) },
  { weight: 2, arbitrary: fc.constant(HERS) },
  { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-fA-F]{24}$/) },
);
const people = fc.oneof(fc.constant(ME), fc.stringMatching(/^[0-9a-f]{24}$/));
const dates = fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-12-31') });

/** Text whose code points, normal form or meaning for a parser may be taken wrongly. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '\ufeff',
    '%00',
    '%zz',
    '../..',
    '$where',
    '$ne',
    '__proto__',
    "' OR 1=1 --",
  ),
  fc.constantFrom('x'.repeat(255), 'x'.repeat(256), '😀'.repeat(255), 'x'.repeat(10_001), '\u0344'.repeat(72)),
);

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

/** JSON values of the wrong type, and those that a database or a library may interpret. */
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, [], {}, ['x'], { $ne: 1 }, { $gt: '' }, { $in: [] }),
  fc.constantFrom(5, 8, 9, 200).map(nested),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.string(), { maxLength: 120 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
);

/** Values that a schema allows. */
function valueOf(name: string, written: Schema): Arbitrary<unknown> {
  const schema = resolve(written);
  if (schema.nullable)
    return fc.oneof({ weight: 9, arbitrary: textOrMore(name, schema) }, { weight: 1, arbitrary: fc.constant(null) });
  return textOrMore(name, schema);
}

function textOrMore(name: string, schema: Schema): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum, max: schema.maximum });
  if (schema.type === 'array') return fc.array(valueOf(name, schema.items ?? {}), { minLength: 1, maxLength: 3 });
  if (schema.type === 'object') return objectOf(schema);
  if (schema.format === 'mongoId') return name === 'todo_id' || name === 'todoId' ? ids : people;
  if (schema.format === 'email' || name === 'email') return fc.emailAddress();
  if (schema.format === 'password') return fc.constantFrom('Abcde_12345', 'another one');
  if (schema['x-any-format']) return dates.map((date) => date.toISOString());
  const [minLength, most] = [schema.minLength ?? 0, schema.maxLength ?? 50];
  return fc
    .string({ minLength, maxLength: Math.min(most, 200), unit: 'grapheme-ascii' })
    .map((text) => (minLength > 0 && text.trim() === '' ? 'x' : text));
}

const objectOf = ({ properties = {}, required = [] }: Schema): Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valueOf(name, schema)])), {
    requiredKeys: required,
  });

/** A body as a client would send it, or with one thing wrong in its values, its keys or its text. */
function bodyOf(schema: Schema): Arbitrary<string> {
  const good = objectOf(resolve(schema));
  const names = Object.keys(resolve(schema).properties ?? {});
  const anyName = fc.constantFrom(...names, '__proto__', 'constructor', 'owner', 'version', '_id', '$where', 'id');
  const wrongValue = fc.tuple(good, anyName, oddValue).map(([body, name, value]) => {
    // `__proto__` must come into the text as a key.
    const others = JSON.stringify(body).slice(1, -1);
    return `{${others}${others === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}}`;
  });
  const crowded = fc
    .integer({ min: 90, max: 120 })
    .map((count) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]))),
    );
  const otherText = fc.oneof(
    oddValue.map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '{',
      '[',
      '{"a":',
      'null',
      '"x"',
      '{"title":"a","title":{"$ne":1}}',
      '\xef\xbb\xbf{}',
      '\xff\xfe',
      '',
    ),
    fc.string({ unit: 'binary-ascii' }),
  );
  return fc.oneof(
    { weight: 8, arbitrary: good.map((body) => JSON.stringify(body)) },
    { weight: 4, arbitrary: wrongValue },
    { weight: 1, arbitrary: crowded },
    { weight: 1, arbitrary: otherText },
  );
}

const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

/** The encoded path and query of an operation, with values that are allowed or, now and then, one that is not. */
function targetOf(template: string, parameters: Parameter[]): Arbitrary<string> {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const valuesOf = (all: Parameter[]) => fc.tuple(...all.map(({ name, schema }) => valueOf(name, schema ?? {})));
  const path = valuesOf(inPath).map((values) =>
    inPath.reduce(
      (text, { name }, index) => text.replace(`{${name}}`, encodeURIComponent(String(values[index]))),
      template,
    ),
  );
  const query = fc
    .subarray(inQuery)
    .chain((some) => valuesOf(some).map((values) => some.map(({ name }, index) => [name, String(values[index])])))
    .map((pairs) => new URLSearchParams(pairs).toString());
  const oddQuery = fc.oneof(
    oddText.map((text) => new URLSearchParams([['status', text]]).toString()),
    fc
      .tuple(fc.constantFrom(...inQuery.map(({ name }) => name), 'x'), oddText)
      .map(([name, text]) => `${name}[]=${encodeURIComponent(text.toWellFormed())}`),
    fc.constantFrom(
      'status[$ne]=1',
      'limit=1e3',
      'limit=-1',
      'limit=99999999999',
      'cursor=%ff',
      'a=%',
      '__proto__[x]=1',
      'status=todo&status=done&status=todo',
    ),
  );
  const oddPath = fc.constantFrom(
    `/todo/${MINE}/%`,
    '/todo/%00',
    '/todo/..%2f..',
    '/users/%E0%A4%A',
    '//todo',
    '/todo/',
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.tuple(path, query).map(([a, b]) => (b === '' ? a : `${a}?${b}`)) },
    { weight: 2, arbitrary: fc.tuple(path, oddQuery).map(([a, b]) => `${a}?${b}`) },
    { weight: 1, arbitrary: oddPath },
  );
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const types = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Record<string, string>>(JSON_TYPE) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      {},
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/json; charset=utf-16' },
      { 'Content-Type': 'application/json; charset=UTF8' },
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { 'Content-Type': 'a'.repeat(300) },
      { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
      { ...JSON_TYPE, 'Content-Encoding': 'identity' },
    ),
  },
);
const extras = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Record<string, string>>({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'Idempotency-Key': 'a key' },
      { 'Idempotency-Key': 'x'.repeat(300) },
      { 'If-Match': '*' },
      { 'If-Match': '"1"' },
      { 'If-Match': 'W/"1", "' },
      { 'If-None-Match': '"1"' },
      { 'X-Request-Id': '${jndi:ldap://x}' },
      { 'X-Forwarded-For': '1.2.3.4, nonsense' },
      { Origin: 'null' },
      { Expect: '100-continue' },
    ),
  },
);
const who = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Who>('signed in') },
  { weight: 1, arbitrary: fc.constantFrom<Who>('signed out', 'with a wrong token') },
);

function requestOf(
  template: string,
  method: string,
  operation: Operation,
  shared: Parameter[],
): Arbitrary<FuzzRequest> {
  const parameters = [...shared, ...(operation.parameters ?? [])].map(resolve);
  const schema = operation.requestBody && resolve(operation.requestBody).content?.['application/json']?.schema;
  const body = schema ? bodyOf(schema).map(bytesOf) : fc.constant(undefined);
  const methods = fc.oneof(
    { weight: 20, arbitrary: fc.constant(method.toUpperCase()) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE', 'TRACE'),
    },
  );
  return fc
    .record({ method: methods, target: targetOf(template, parameters), who, type: types, extra: extras, body })
    .map(({ type, extra, ...rest }) => ({ ...rest, headers: { ...(rest.body === undefined ? {} : type), ...extra } }));
}

/** Heads whose lengths lie, or which one parser reads in another way than the next (RFC 9112, 11.2). */
const lies = fc
  .constantFrom(
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"email":"a","password":"b"}',
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{}',
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
    'POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n',
    'GET /api/todo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'GET /api/todo HTTP/1.1\r\n\r\n',
    'GET /api/todo HTTP/1.0\r\n\r\n',
    'GET /api/todo HTTP/9.9\r\nHost: a\r\n\r\n',
    'GET /api/todo HTTP/1.1\nHost: a\n\n',
    'GET  /api/todo HTTP/1.1\r\nHost: a\r\n\r\n',
    `GET /api/todo HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /api/todo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  )
  .map((lie): FuzzRequest => ({ method: '', target: '', who: 'signed out', headers: {}, lie }));

const operations = Object.entries(document.paths).flatMap(([template, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [requestOf(template, method, operation, item.parameters ?? [])] : [];
  }),
);

/** Requests of every operation of the document: most are right, and the others are wrong in one way or another. */
export const requests: Arbitrary<FuzzRequest> = fc.oneof(...operations.map((arbitrary) => ({ weight: 3, arbitrary })), {
  weight: 1,
  arbitrary: lies,
});
