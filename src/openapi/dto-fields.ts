import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { converters } from './converters.js';
import type { Schema } from './types.js';

/** A property of a DTO, as its decorators describe it. */
export interface Field {
  name: string;
  /** Whether it must be sent. */
  required: boolean;
  /** Whether null is accepted, whatever the validators say of it. */
  nullable: boolean;
  schema: Schema;
}

/** Conversions of a text before it is validated: a text that shows the conversion, its result, and the keywords that describe it. */
const CHANGES: [text: string, becomes: string, keywords: Schema][] = [
  [' x ', 'x', { description: 'White space around it is dropped', 'x-trimmed': true }],
  ['e\u0301', '\u00e9', { description: 'Lengths count in NFC', 'x-nfc': true }],
];

/** Whether a condition on the property, such as `@IsOptional()`, lets a value pass that no validator sees. */
function isSkipped(dto: ClassConstructor<object>, name: string, value: unknown): boolean {
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', true, false)
    .filter(({ type, propertyName }) => type === ValidationTypes.CONDITIONAL_VALIDATION && propertyName === name)
    .some(
      ({ constraints: [holds] }) => !(holds as (object: object, value: unknown) => boolean)({ [name]: value }, value),
    );
}

function changesOf(dto: ClassConstructor<object>, name: string): Schema[] {
  const read = (text: string) => (plainToInstance(dto, { [name]: text }) as Record<string, unknown>)[name];
  return CHANGES.filter(([text, becomes]) => read(text) === becomes).map(([, , keywords]) => keywords);
}

/**
 * The properties of a DTO in its order. Conditions and conversions are functions, so they are tried out.
 * @throws Error when a validator has no converter
 */
export function fieldsOf(dto: ClassConstructor<object>): Field[] {
  const { properties = {} } = targetConstructorToSchema(dto, { additionalConverters: converters });
  return Object.entries(properties).map(([name, keywords]) => ({
    name,
    required: !isSkipped(dto, name, undefined),
    nullable: isSkipped(dto, name, null),
    schema: Object.assign({}, keywords, ...changesOf(dto, name)) as Schema,
  }));
}
