import type { OpenAPIV3 } from 'openapi-types';

/** A schema, with keywords of our own for rules that OpenAPI cannot express. The tests read these. */
export type Schema = OpenAPIV3.SchemaObject & {
  /** The server drops the white space around the text before it validates the text. */
  'x-trimmed'?: true;
  /** The server puts the text into NFC before it validates the text. */
  'x-nfc'?: true;
  /** The value is null. `enum: [null]` would say the same, but breaks the code that generators write. */
  'x-always-null'?: true;
  /** The text has one of these formats. `anyOf` would say the same, but breaks the code that generators write. */
  'x-any-format'?: string[];
  /** The server ignores this property unless the property of this name is sent and is not null. */
  'x-only-with'?: string;
};
export type SchemaOrRef = Schema | OpenAPIV3.ReferenceObject;
export type Parameter = OpenAPIV3.ParameterObject;
export type Operation = OpenAPIV3.OperationObject;
export type Response = OpenAPIV3.ResponseObject;
export type Headers = Record<string, OpenAPIV3.HeaderObject | OpenAPIV3.ReferenceObject>;

/** The part of the document that describes one feature. */
export interface FeatureDocument {
  /** Where it stands on the page of the documentation; by default after all that have a place. */
  place?: number;
  tags: OpenAPIV3.TagObject[];
  paths: OpenAPIV3.PathsObject;
  schemas: Record<string, Schema>;
}
