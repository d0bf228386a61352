import type { ClassConstructor } from 'class-transformer';
import { type Field, fieldsOf } from './dto-fields.js';
import { inQuery, inRequiredQuery } from './parameters.js';
import { ID } from './schemas.js';
import type { Parameter, Schema } from './types.js';

/** The parts of a body's schema that no decorator gives. */
interface AboutBody<T> {
  /** Keywords of properties. They replace those of the decorators. */
  notes?: { [Name in keyof T]?: Schema };
  /** Properties that are accepted and not shown. */
  hidden?: (keyof T & string)[];
  example: object;
}

/** The same schema, whose order does not depend on that of the decorators. */
const typeFirst = ({ type, format, ...rest }: Schema): Schema =>
  ({ type, ...(format !== undefined && { format }), ...rest }) as Schema;

function propertyOf({ schema, nullable }: Field, notes: Schema = {}): Schema {
  const orNull = nullable && { nullable, ...(schema.enum && { enum: [...(schema.enum as unknown[]), null] }) };
  return typeFirst({ ...schema, ...orNull, ...notes });
}

/** The schema of a body, from the decorators of its DTO. */
export function fromDto<T extends object>(
  dto: ClassConstructor<T>,
  { notes = {}, hidden = [], example }: AboutBody<T>,
): Schema {
  const fields = fieldsOf(dto).filter(({ name }) => !(hidden as string[]).includes(name));
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(
      fields.map((field) => [field.name, propertyOf(field, notes[field.name as keyof T])]),
    ),
    example,
  };
}

/** The properties of an answer that have the names and the values of a body's. Bounds of the body are none of the answer. */
export const answeredFromDto = <T extends object>(dto: ClassConstructor<T>): Record<keyof T & string, Schema> =>
  Object.fromEntries(
    fieldsOf(dto).map(({ name, schema: { type, format, enum: values } }) => [
      name,
      format === 'mongoId' ? ID : typeFirst({ type, ...(values && { enum: values }) } as Schema),
    ]),
  ) as Record<keyof T & string, Schema>;

/** The parts of a parameter that no decorator gives. */
export interface AboutParameter {
  description: string;
  example: unknown;
}

/** The parameters of a query string, from the decorators of its DTO. */
export const queryFromDto = <T extends object>(
  dto: ClassConstructor<T>,
  about: { [Name in keyof T]-?: AboutParameter },
): Parameter[] =>
  fieldsOf(dto).map(({ name, required, schema: { description: _, example: __, ...schema } }) => ({
    ...(required ? inRequiredQuery : inQuery)(name, { schema: typeFirst(schema), ...about[name as keyof T] }),
    ...(schema.type === 'array' && { style: 'form', explode: true }),
  }));
