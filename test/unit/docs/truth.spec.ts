import { readFileSync } from 'node:fs';
import { RequestMethod } from '@nestjs/common';
import type { OpenAPIV3 } from 'openapi-types';
import { describe, expect, it } from 'vitest';
import type { Operation, Parameter, Schema } from '../../../src/openapi/types.js';
import { document, validator } from '../../support/document-validator.js';
import { routes } from '../../support/routes.js';

/** The operations that the product itself has beside those of the seed. */
const OUR_IDS = ['getTodo', 'editTodo', 'findUsers', 'getUser', 'getMe', 'editMe', 'deleteMe', 'eraseMe'];
/** The verbs of each method, in operations that are added or generated later. */
const VERBS: Record<string, RegExp> = {
  GET: /^(get|find|list)([A-Z][a-z]+)+$/,
  POST: /^(add|erase)([A-Z][a-z]+)+$/,
  PATCH: /^edit([A-Z][a-z]+)+$/,
  DELETE: /^delete([A-Z][a-z]+)+$/,
};

/** The headings of the seed's operations. */
const SEED_IDS = [
  ...readFileSync(new URL('../../seed/todo-api-v1.0.11.md', import.meta.url), 'utf8').matchAll(/id="opId(\w+)"/g),
].map(([, id = '']) => id);

const schemas = Object.entries(document.components?.schemas ?? {}) as [string, Schema][];

const operations = Object.entries(document.paths).flatMap(([path, item = {}]) =>
  Object.entries(item)
    .filter(([method]) => method.toUpperCase() in RequestMethod)
    .map(([method, of]) => ({ route: `${method.toUpperCase()} ${path}`, operation: of as Operation, item })),
);

describe('the document', () => {
  it('has every route of the application but the probes and its own, and no other', () => {
    expect(operations.map(({ route }) => route).sort()).toEqual(routes.map(({ name }) => name).sort());
  });

  it('has the answers 500 and 503 and the parameter X-Request-Id in every operation, and 401 in every closed one', () => {
    for (const { route, operation, item } of operations) {
      expect(Object.keys(operation.responses), route).toEqual(expect.arrayContaining(['500', '503']));
      expect(operation.responses['401'] !== undefined, route).toBe(operation.security?.length === 1);
      expect(item.parameters, route).toContainEqual({ $ref: '#/components/parameters/RequestId' });
    }
  });

  it('has the operationIds of the seed, and beside them a verb and its object', () => {
    const ids = operations.map(({ operation }) => operation.operationId ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...SEED_IDS, ...OUR_IDS]));
    for (const id of OUR_IDS) expect(id).toMatch(/^(get|find|edit|delete|erase)[A-Z][a-z]+$/);
    for (const { route, operation } of operations)
      if (![...SEED_IDS, ...OUR_IDS].includes(operation.operationId ?? ''))
        expect(operation.operationId).toMatch(VERBS[route.split(' ')[0] ?? ''] ?? /$^/);
  });

  it('closes no schema, so that a later release may add a property', () => {
    expect(JSON.stringify(document)).not.toContain('additionalProperties');
  });

  it('writes no schema that code generators turn into code that fails', () => {
    expect(JSON.stringify(document)).not.toMatch(/"(anyOf|oneOf|allOf|not)":/);
    for (const [name, { properties = {} }] of schemas.filter(([each]) => /Req$/.test(each))) {
      const plain = Object.keys(properties).map((each) => each.replaceAll('_', '').toLowerCase());
      expect(new Set(plain).size, name).toBe(plain.length);
    }
  });

  it('has examples of every parameter, which Swagger UI does not fill in where the parameter is optional', () => {
    const shared = Object.values(document.components?.parameters ?? {}) as Parameter[];
    const own = operations.flatMap(({ operation }) => (operation.parameters ?? []) as Parameter[]);
    for (const { name, required, example, examples, schema } of [...shared, ...own]) {
      const values = Object.values(examples ?? {}).map((each) => (each as OpenAPIV3.ExampleObject).value as unknown);
      const shown = required ? [example] : values;
      expect(shown.length, name).toBeGreaterThan(0);
      for (const value of shown) expect(validator.faultsOf(schema as Schema, value, name)).toEqual([]);
      if (!required) expect([example, (schema as Schema).example], name).toEqual([undefined, undefined]);
    }
  });

  it('has valid examples of every request body, the first of which names no other user', () => {
    const bodies = operations.flatMap(({ operation }) => (operation.requestBody ? [operation.requestBody] : []));
    expect(bodies.length).toBeGreaterThan(5);
    for (const { content } of bodies as OpenAPIV3.RequestBodyObject[])
      for (const { schema, examples } of Object.values(content)) {
        const name = (schema as OpenAPIV3.ReferenceObject).$ref.split('/').at(-1) ?? '';
        const values = Object.values(examples ?? {}).map((each) => (each as OpenAPIV3.ExampleObject).value as object);
        for (const value of values) expect(validator.faultsOf({ $ref: name }, value)).toEqual([]);
        const [filledIn = schemas.find(([each]) => each === name)?.[1].example as object] = values;
        expect(Object.keys(filledIn), name).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/assignee|createdBy|token/)]),
        );
      }
  });

  it('allows null in every optional property of a request, except in those that an edit cannot clear', () => {
    const strict = schemas
      .filter(([name]) => name.endsWith('Req'))
      .flatMap(([name, { properties = {}, required = [] }]) =>
        Object.entries(properties)
          .filter(([property, of]) => !required.includes(property) && !('nullable' in of))
          .map(([property]) => `${name}.${property}`),
      );
    const needed = schemas.flatMap(([name, { required = [] }]) =>
      required.map((property) => `Edit${name}.${property}`),
    );
    // A todo without a status is added with one, so its status is not required and cannot be cleared either.
    expect(strict).toEqual(strict.filter((each) => [...needed, 'EditTodoReq.status'].includes(each)));
    expect(strict).toEqual(expect.arrayContaining(['EditTodoReq.title', 'EditTodoReq.status']));
  });

  it.each(schemas)('has a valid example of %s', (name, { example }) => {
    expect(example).toBeDefined();
    expect(validator.faultsOf({ $ref: name }, example)).toEqual([]);
  });
});
