import type { OpenAPIV3 } from 'openapi-types';
import type { Operation, Parameter, Response, Schema, SchemaOrRef } from '../../src/openapi/types.js';

/** 1. The seed shows these operations, tags and schemas, in this order. */
const OPERATIONS = [
  ['/register', 'post'],
  ['/login', 'post'],
  ['/logout', 'post'],
  ['/todo', 'get'],
  ['/todo', 'post'],
  ['/todo/{todo_id}/{status}', 'patch'],
  ['/todo/{todoId}', 'delete'],
] as const;
const TAGS = ['Sign Up', 'Authentication', 'Todo'];
const SCHEMAS = [
  ...['SignUpReq', 'SignUpRes201', 'SignInReq', 'SignInRes200', 'TodoReq', 'AddTodoRes201', 'EditTodoRes200'],
  ...['DelTodoRes200', 'ListTodoRes200', 'TodoRes404', 'Todo', 'SignOutReq', 'SignOutRes200'],
  ...['GeneralRes400', 'GeneralRes500'],
];

/** 2. It shows these statuses, without headers. We added 304, 401, 403, 412, 413, 415, 422, 429 and 503. */
const STATUSES = ['200', '201', '400', '404', '500'];

/** 3. It shows these parameters. We added request headers, and the parameters that filter, sort and page. */
const PARAMETERS = ['assignee', 'todo_id', 'todoId', 'status in path'];

/** 4. It shows these properties of a schema to which we added some. In the seed, every answer but GeneralRes400 has `data`. */
const PROPERTIES: Record<string, string[]> = {
  TodoReq: ['title', 'description', 'dueDate', 'assignee', 'createdBy'],
  Todo: ['id', 'title', 'description', 'status', 'due_date', 'createdBy', 'assignee', 'created_at', 'updated_at'],
  GeneralRes400: ['statusCode', 'message', 'error'],
};

/** 5. It shows the required properties of this body only. */
const SHOWS_REQUIRED = 'SignUpReq';

/** 6. It shows one format for this property, and one for parameters. */
const FORMATS = { 'SignUpReq.email': 'email', parameter: 'mongoId' };

/** 7. A schema of the seed has no description, length, pattern, enumeration, `nullable` or `additionalProperties`. */
const shape = (of: Schema & { items?: SchemaOrRef }) => {
  const { type, properties, items } = of;
  return { type, properties, items, example: of.example as unknown };
};

type Json = Record<string, unknown>;

/**
 * 8. Some examples of the seed contradict its own tables, or were invented by its renderer. Ours are correct; this restores
 * the seed's.
 */
const EXAMPLES: Record<string, (ours: Json) => Json> = {
  SignOutRes200: (ours) => ({ ...ours, data: '{}', error: 'error' }),
  TodoRes404: ({ statusCode, message }) => ({ statusCode, message, data: 'string', error: 'string' }),
  GeneralRes400: ({ statusCode, error }) => ({ statusCode, message: 'string', error }),
  // The property table of the seed has `due_date`, as the list has.
  Todo: (ours) => renamed(ours, 'due_date', 'dueDate'),
  // The first todo of the seed has no createdBy, although every todo has one.
  ListTodoRes200: (ours) => {
    const [{ createdBy: _, ...first } = {}, ...others] = ours.data as Json[];
    return { ...ours, data: [first, ...others] };
  },
};

/** 9. Our answers have their keys in one order. The seed shows these in another. */
const ERROR_BEFORE_DATA = ['statusCode', 'message', 'error', 'data'];
const DATA_BEFORE_MESSAGE = ['statusCode', 'data', 'message', 'error'];
const PROPERTY_ORDERS: Record<string, string[]> = {
  SignUpRes201: ERROR_BEFORE_DATA,
  GeneralRes500: ERROR_BEFORE_DATA,
};
const EXAMPLE_ORDERS: Record<string, string[]> = {
  SignInRes200: DATA_BEFORE_MESSAGE,
  SignOutRes200: ['data', 'message', 'error', 'statusCode'],
  AddTodoRes201: DATA_BEFORE_MESSAGE,
  EditTodoRes200: DATA_BEFORE_MESSAGE,
  DelTodoRes200: DATA_BEFORE_MESSAGE,
  ListTodoRes200: DATA_BEFORE_MESSAGE,
  GeneralRes500: ERROR_BEFORE_DATA,
};

/** 10. The seed names the server of a developer's machine. */
const SERVERS = [{ url: 'http://localhost:5000/api' }];

const renamed = (object: Json, from: string, to: string): Json =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));

/** The same entries, in the order of these keys. */
const ordered = <T>(entries: [string, T][], keys: string[] = []): [string, T][] =>
  entries.toSorted(([a], [b]) => keys.indexOf(a) - keys.indexOf(b));

const isRef = (of: object): of is OpenAPIV3.ReferenceObject => '$ref' in of;

const exampleOf = (at: string, ours: Json): Json =>
  Object.fromEntries(ordered(Object.entries(EXAMPLES[at]?.(ours) ?? ours), EXAMPLE_ORDERS[at]));

function schema(of: SchemaOrRef, at: string): SchemaOrRef {
  if (isRef(of)) return of;
  const { type, properties, items, example } = shape(of);
  const known = Object.entries(properties ?? {}).filter(([name]) => PROPERTIES[at]?.includes(name) ?? true);
  const shown = ordered(known, PROPERTY_ORDERS[at]);
  return {
    type,
    ...(at in FORMATS && { format: of.format }),
    ...(properties && {
      properties: Object.fromEntries(shown.map(([name, of]) => [name, schema(of, `${at}.${name}`)])),
    }),
    ...(items && { items: schema(items, `${at}[]`) }),
    ...(at === SHOWS_REQUIRED && { required: of.required }),
    ...(example !== undefined && { example: exampleOf(at, example as Json) }),
  } as Schema;
}

/** 11. The seed describes the parameters of a path, but not those of a query string. */
function parameter({ name, in: place, description, required, schema: of }: Parameter): Parameter {
  const { type, format, enum: values } = of as Schema;
  return {
    name,
    in: place,
    ...(place === 'path' && { description, required }),
    schema: {
      type,
      ...(format === FORMATS.parameter && { format }),
      ...(values && { enum: values as unknown[] }),
    } as Schema,
  };
}

const withoutExamples = ({ content, ...body }: OpenAPIV3.RequestBodyObject): OpenAPIV3.RequestBodyObject => ({
  ...body,
  content: Object.fromEntries(Object.entries(content).map(([type, { schema: of }]) => [type, { schema: of }])),
});

/** 13. The seed has no licence, and does not say where the token comes from. */
const withoutLicence = ({ license: _, ...info }: OpenAPIV3.InfoObject): OpenAPIV3.InfoObject => info;
const withoutDescription = (schemes: OpenAPIV3.ComponentsObject['securitySchemes'] = {}) =>
  JSON.parse(
    JSON.stringify(schemes, (key, value: unknown) => (key === 'description' ? undefined : value)),
  ) as typeof schemes;

type Answers = Record<string, Response>;

/**
 * 12. An operation of the seed has a summary and no description. The seed lists `security` only where a token is required.
 * The example of a body is that of its schema, although ours offers several.
 */
function operation(ours: Operation, shared: Answers): Operation {
  const { tags, summary, operationId, security, parameters = [], requestBody, responses } = ours;
  const known = (parameters as Parameter[]).filter(
    ({ name, in: place }) => PARAMETERS.includes(name) || PARAMETERS.includes(`${name} in ${place}`),
  );
  const answers = Object.entries(responses).filter(([status]) => STATUSES.includes(status));
  return {
    tags,
    summary,
    operationId,
    ...(security?.length === 1 && { security }),
    parameters: known.map(parameter),
    ...(requestBody && !isRef(requestBody) && { requestBody: withoutExamples(requestBody) }),
    responses: Object.fromEntries(
      answers.map(([status, of]) => {
        const { description, content } = isRef(of) ? (shared[of.$ref.split('/').at(-1) ?? ''] as Response) : of;
        return [status, { description, content }];
      }),
    ),
  };
}

/** Projects a document to the part that the seed shows, by the rules above and no others. */
export function seedView({ openapi, info, tags = [], paths, components }: OpenAPIV3.Document): OpenAPIV3.Document {
  const shown: OpenAPIV3.PathsObject = {};
  for (const [path, method] of OPERATIONS) {
    const ours = (paths[path] as Record<string, Operation> | undefined)?.[method];
    if (ours) shown[path] = { ...shown[path], [method]: operation(ours, (components?.responses ?? {}) as Answers) };
  }
  const schemas = SCHEMAS.map((name) => [name, schema(components?.schemas?.[name] ?? {}, name)] as const);
  return {
    openapi,
    info: withoutLicence(info),
    servers: SERVERS,
    tags: tags.filter(({ name }) => TAGS.includes(name)),
    paths: shown,
    components: {
      securitySchemes: withoutDescription(components?.securitySchemes),
      schemas: Object.fromEntries(schemas),
    },
  };
}
