import type { OpenAPIV3 } from 'openapi-types';

/** A schema, with what OpenAPI has no word for. */
export type Schema = OpenAPIV3.SchemaObject & {
  /** White space around the text is dropped before anything else is said of it. */
  'x-trimmed'?: true;
  /** Not looked at when the property of this name is there, and not null. */
  'x-unless'?: string;
  /** Not looked at when the property of this name is there, be it null. */
  'x-unless-sent'?: string;
  /** Looked at only when the property of this name is there. */
  'x-only-with'?: string;
};
export type SchemaOrRef = Schema | OpenAPIV3.ReferenceObject;
export type Parameter = OpenAPIV3.ParameterObject;
export type Operation = OpenAPIV3.OperationObject;
export type Response = OpenAPIV3.ResponseObject;
export type Headers = Record<string, OpenAPIV3.HeaderObject | OpenAPIV3.ReferenceObject>;

/** What one feature adds to the document. */
export interface FeatureDocument {
  tags: OpenAPIV3.TagObject[];
  paths: OpenAPIV3.PathsObject;
  schemas: Record<string, Schema>;
}
