import fc, { type Arbitrary } from 'fast-check';
import { BadRequestException } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { describe, expect, it } from 'vitest';
import type { Parameter as DocumentedParameter, Schema as DocumentedSchema } from '../../../src/openapi/types.js';
import { ValidationPipe } from '../../../src/validation/validation.pipe.js';
import { type Operation, operations, type Schema } from '../../support/document.js';
import { asRead, validator } from '../../support/document-validator.js';
import { atLimits, goodObject, goodValue, oddValue } from '../../support/fuzz/values.js';
import { routes } from '../../support/routes.js';

type Dto = new () => object;

/** A value that a schema accepts and its DTO refuses. */
interface Beyond {
  says: RegExp;
  /** Why the schema cannot say it. */
  why: string;
  /** A request that shows it. */
  route: string;
  request: Record<string, unknown>;
  /** Whether it concerns no other route. */
  only?: boolean;
}

const BEYOND_SCHEMAS: Beyond[] = [
  {
    says: /^\w+ must be text without U\+0000 and lone surrogates$/,
    why: 'languages disagree about a pattern that excludes them',
    route: 'POST /todo',
    request: { title: '\0' },
  },
  {
    says: /^email must not contain invisible characters$/,
    why: 'languages know different versions of Unicode',
    route: 'POST /login',
    request: { email: '\u200b', password: 'x' },
  },
  {
    says: /^email must be an email$/,
    why: 'a format does not say which domains can exist',
    route: 'GET /users',
    request: { email: 'a@\u0301x.com' },
  },
  {
    says: /^email must be a string$/,
    why: 'an edit of the account does not show it',
    route: 'PATCH /users/me',
    request: { email: 7 },
    only: true,
  },
  {
    says: /^password must have at most 72 bytes in UTF-8$/,
    why: 'lengths of schemas count characters',
    route: 'POST /register',
    request: { email: 'a@mail.com', password: '€'.repeat(72) },
  },
  {
    says: /^currentPassword must be a string$/,
    why: 'it is required beside another property only, which OpenAPI 3.0 cannot say',
    route: 'PATCH /users/me',
    request: { password: 'Abcde_12345' },
    only: true,
  },
  {
    says: /^(?!due_date )\w+ must be an RFC 3339/,
    why: 'formats have leap seconds, and instants before the year 0',
    route: 'POST /todo',
    request: { title: 'x', dueDate: '2016-12-31T23:59:60Z' },
  },
  {
    says: /^due_date must be an RFC 3339/,
    why: 'the other name of dueDate is not shown',
    route: 'POST /todo',
    request: { title: 'x', due_date: 'x' },
  },
  {
    says: /^limit must be a whole number/,
    why: 'numbers in a query string are compared without leading zeros',
    route: 'GET /todo',
    request: { limit: '007' },
  },
];

const pipe = new ValidationPipe();

/** The messages of the 400 of a DTO. */
async function refusals(type: 'body' | 'query', dto: Dto, value: object): Promise<string[]> {
  try {
    await pipe.transform(structuredClone(value), { type, metatype: dto });
    return [];
  } catch (error) {
    if (error instanceof BadRequestException) return error.message.split('; ');
    throw error;
  }
}

/** One kind of request: its DTO, the differences between a value and the document, and values to try. */
interface Kind {
  name: string;
  type: 'body' | 'query';
  dto: Dto;
  faults: (value: object) => string[];
  values: Arbitrary<object>;
}

/** Texts that one validator or another accepts. */
const RIGHT = ['2030-01-31', '2030-01-31t23:59:59.1234+01:00', 'A'.repeat(24), ' me@mail.com ', '20'];

/** Texts that are nearly an email, a date, an id or a number. */
const NEARLY = fc.oneof(
  fc.stringMatching(/^ ?[a-zé.\u200b]{1,4}@[a-zé./-]{1,6}\.[a-z]{1,3}\n?$/),
  fc.stringMatching(
    /^\d{4}-[01]\d-[0-3]\d([Tt ][0-2]\d:[0-5]\d:[0-6]\d(\.\d{1,10})?([Zz]|[+-][0-2]\d:[0-6]\d|[+-]\d{4})?)?$/,
  ),
  fc.stringMatching(/^[0-9a-fA-F]{23,25}$/),
  fc.stringMatching(/^-?[0-9]{1,4}(\.0|e1)?$/),
);

const decoratorsOf = (dto: Dto) => getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);

/** The values that the decorators of a DTO were given. */
const givenTo = (dto: Dto): unknown[] =>
  decoratorsOf(dto)
    .flatMap(({ constraints }) => (constraints as unknown[] | undefined) ?? [])
    .flat()
    .filter((each) => typeof each === 'string' || typeof each === 'number');

/** Objects that are right but for one property, which is right as well, at its limits or wrong. */
function objects(dto: Dto, schema: Schema): Arbitrary<object> {
  const properties = Object.entries(schema.properties ?? {});
  const limited = properties.map(([name, of]) =>
    fc.tuple(fc.constant(name), fc.oneof(atLimits(of), goodValue(name, of))),
  );
  const names = new Set(decoratorsOf(dto).map(({ propertyName }) => propertyName));
  const other = fc.oneof(
    { weight: 1, arbitrary: oddValue },
    { weight: 1, arbitrary: NEARLY },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(null, '', ' ', ...RIGHT, ...givenTo(dto)) },
  );
  const change = fc.oneof(fc.oneof(...limited), fc.tuple(fc.constantFrom(...names), other));
  return fc.tuple(goodObject(schema), change).map(([object, [name, value]]) => ({ ...object, [name]: value }));
}

function ofBody(operation: Operation, dto: Dto): Kind {
  const schema = operation.body ?? {};
  return {
    name: `the body of ${operation.name}`,
    type: 'body',
    dto,
    faults: (value) => validator.faultsOf(schema as DocumentedSchema, asRead(schema as DocumentedSchema, value)),
    values: objects(dto, schema).map((value) => JSON.parse(JSON.stringify(value)) as object),
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The values of a parameter that is sent several times. One that is sent once is a text. */
function several(values: unknown[]): string | string[] {
  const [first, ...more] = values.map(asText);
  return first !== undefined && more.length === 0 ? first : values.map(asText);
}

function ofQuery({ name, parameters }: Operation, dto: Dto): Kind {
  const shown = parameters.filter((each) => each.in === 'query');
  const properties = Object.fromEntries(shown.map((each) => [each.name, each.schema ?? {}]));
  const required = shown.filter((each) => each.required).map((each) => each.name);
  return {
    name: `the query string of ${name}`,
    type: 'query',
    dto,
    faults: (value) =>
      validator.parameters(shown as DocumentedParameter[], { query: value as Record<string, string | string[]> }),
    values: objects(dto, { properties, required }).map((value) =>
      Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, Array.isArray(each) ? several(each) : asText(each)]),
      ),
    ),
  };
}

const kinds = routes.flatMap(({ name, body, query }): Kind[] => {
  const operation = operations.find((each) => each.name === name);
  if (!operation) return [];
  return [...(body ? [ofBody(operation, body)] : []), ...(query ? [ofQuery(operation, query)] : [])];
});

describe('the document and the DTOs', () => {
  it('are compared for every body of the document', () => {
    const shown = operations.filter(({ body }) => body).map(({ name }) => `the body of ${name}`);
    expect(
      kinds
        .filter(({ type }) => type === 'body')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(shown.sort());
    const listed = operations.filter(({ parameters }) => parameters.some((each) => each.in === 'query'));
    expect(
      kinds
        .filter(({ type }) => type === 'query')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(listed.map(({ name }) => `the query string of ${name}`).sort());
    expect(listed.length).toBeGreaterThanOrEqual(2);
  });

  it.each(kinds)('accept the same as $name', async ({ name, type, dto, faults, values }) => {
    const known = BEYOND_SCHEMAS.filter(({ only, route }) => !only || name.endsWith(` of ${route}`));
    let accepted = 0;
    const check = fc.asyncProperty(values, async (value) => {
      const [refused, found] = [await refusals(type, dto, value), faults(value)];
      if (refused.length === 0) accepted++;
      if (refused.length === 0) expect(found).toEqual([]);
      else if (found.length === 0)
        expect(refused.filter((message) => !known.some(({ says }) => says.test(message)))).toEqual([]);
    });
    await fc.assert(check, { numRuns: 2_000 });
    expect(accepted).toBeGreaterThan(100);
  });

  it.each(BEYOND_SCHEMAS)('differ about $says, since $why', async ({ says, route, request }) => {
    const kind = kinds.find(({ name }) => name.endsWith(` of ${route}`));
    expect(kind && (await refusals(kind.type, kind.dto, request))).toEqual([expect.stringMatching(says)]);
    expect(kind?.faults(request)).toEqual([]);
  });
});
