import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { AppModule } from '../../../src/app.module.js';
import type { Operation, Schema } from '../../../src/openapi/types.js';
import { isBare } from '../../../src/http/answer/answers.js';
import { document, validator } from '../../support/document-validator.js';

type Class = abstract new (...args: never[]) => object;

const schemas = Object.entries(document.components?.schemas ?? {}) as [string, Schema][];

const operations = Object.entries(document.paths).flatMap(([path, item = {}]) =>
  Object.entries(item)
    .filter(([method]) => method.toUpperCase() in RequestMethod)
    .map(([method, of]) => ({ route: `${method.toUpperCase()} ${path}`, operation: of as Operation, item })),
);

/** The controllers of a module and of the modules that it imports. */
function controllers(module: object): Class[] {
  const of = (key: string) => (Reflect.getMetadata(key, module) ?? []) as Class[];
  const imported = of('imports').filter((each) => typeof each === 'function');
  return [...of('controllers'), ...imported.flatMap(controllers)];
}

/** The routes that a controller declares, as the document spells them. */
function routesOf(controller: Class): string[] {
  const handlers = Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(({ value }) => value as object)
    .filter((handler) => handler !== controller && Reflect.hasMetadata('path', handler));
  return handlers.map((handler) => {
    const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
    const path = [controller, handler].flatMap((each) => (Reflect.getMetadata('path', each) as string).split('/'));
    return `${method} /${path
      .filter(Boolean)
      .map((part) => part.replace(/^:(.*)$/, '{$1}'))
      .join('/')}`;
  });
}

describe('the document', () => {
  it('has every route of the application, and no other', () => {
    const ours = [...new Set(controllers(AppModule))].filter((each) => !isBare(each));
    expect(operations.map(({ route }) => route).sort()).toEqual(ours.flatMap(routesOf).sort());
  });

  it('has the answers 500 and 503 and the parameter X-Request-Id in every operation, and 401 in every closed one', () => {
    for (const { route, operation, item } of operations) {
      expect(Object.keys(operation.responses), route).toEqual(expect.arrayContaining(['500', '503']));
      expect(operation.responses['401'] !== undefined, route).toBe(operation.security?.length === 1);
      expect(item.parameters, route).toContainEqual({ $ref: '#/components/parameters/RequestId' });
    }
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('allows no unknown field in an answer', () => {
    const open = schemas.filter(
      ([name, { additionalProperties }]) => !/Req$/.test(name) && additionalProperties !== false,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  it.each(schemas)('has a valid example of %s', (name, { example }) => {
    expect(example).toBeDefined();
    expect(validator.faultsOf({ $ref: name }, example)).toEqual([]);
  });
});
