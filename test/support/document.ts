import { readFileSync } from 'node:fs';

/** The parts of a schema that the tests read. */
export interface Schema {
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
  example?: unknown;
}

/** A parameter of a path, a query or a header. */
export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
}

/** One method of one path, with the parameters of its path. */
export interface Operation {
  /** As the document writes it, such as `PATCH /todo/{todoId}`. */
  name: string;
  method: string;
  template: string;
  parameters: Parameter[];
  /** The schema of its JSON body. */
  body?: Schema;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

interface WrittenOperation {
  parameters?: Parameter[];
  requestBody?: { $ref?: string; content?: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, { parameters?: Parameter[] } & Partial<Record<(typeof METHODS)[number], WrittenOperation>>>;
  components: Record<string, Record<string, unknown>>;
}

const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as Document;

/** The thing that a reference of the document names. */
export function resolve<T extends { $ref?: string }>(of: T): T {
  if (of.$ref === undefined) return of;
  const [, , kind = '', name = ''] = of.$ref.split('/');
  return resolve(document.components[kind]?.[name] as T);
}

/** All operations of the document. */
export const operations: Operation[] = Object.entries(document.paths).flatMap(([template, item]) =>
  METHODS.flatMap((key) => {
    const written = item[key];
    if (!written) return [];
    const method = key.toUpperCase();
    const parameters = [...(item.parameters ?? []), ...(written.parameters ?? [])].map(resolve);
    const body = written.requestBody && resolve(written.requestBody).content?.['application/json']?.schema;
    return [{ name: `${method} ${template}`, method, template, parameters, body: body && resolve(body) }];
  }),
);
