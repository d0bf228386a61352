import { Exclude, Expose, Transform, Type } from 'class-transformer';
import * as classValidator from 'class-validator';
import {
  Allow,
  IsIn,
  IsOptional,
  IsString,
  registerDecorator,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describe, expect, it } from 'vitest';
import { decoratorsOf } from '../../../src/validation/decorators-of.js';
import { quickWayOf } from '../../../src/validation/quick-way.js';
import { compare, type Dto, longWay } from '../../support/both-ways.js';

/** A DTO with one property. */
function dtoWith(...decorators: PropertyDecorator[]): Dto {
  class OneProperty {}
  for (const decorate of decorators) decorate(OneProperty.prototype, 'value');
  return OneProperty;
}

const ARGUMENTS: Record<string, unknown[]> = {
  ArrayContains: [['a']],
  ArrayMaxSize: [1],
  ArrayMinSize: [1],
  ArrayNotContains: [['a']],
  Contains: ['a'],
  Equals: ['a'],
  IsByteLength: [1, 3],
  IsDivisibleBy: [2],
  IsEnum: [{ a: 'a' }],
  IsHash: ['md5'],
  IsIdentityCard: ['any'],
  IsIn: [['a', 1, null]],
  IsInstance: [Date],
  IsNotIn: [['a']],
  IsPassportNumber: ['DE'],
  IsPostalCode: ['any'],
  Length: [1, 3],
  Matches: [/^a/],
  Max: [3],
  MaxDate: [new Date()],
  MaxLength: [3],
  Min: [1],
  MinDate: [new Date(0)],
  MinLength: [1],
  NotContains: ['a'],
  NotEquals: ['a'],
  ValidateIf: [(_: object, value: unknown) => value !== 7],
};
/** These make no property decorator, or are compared below. */
const OTHERS = new Set([
  'Allow',
  'MetadataStorage',
  'Validate',
  'ValidateBy',
  'ValidateNested',
  'ValidatePromise',
  'ValidationError',
  'ValidationTypes',
  'Validator',
  'ValidatorConstraint',
]);

const decorators = Object.entries(classValidator).filter(
  ([name, value]) => /^[A-Z][A-Za-z0-9]+$/.test(name) && typeof value === 'function' && !OTHERS.has(name),
) as [string, (...args: unknown[]) => PropertyDecorator][];

const VALUES: unknown[] = [
  undefined, null, '', ' ', 'a', 'ab', 'abcd', 'A', '1', '10', '7', 7, 0, 1, 2, -1, 1.5, true, false, 'true', NaN,
  'a@mail.com', 'https://a.example', '::1', '127.0.0.1', '2030-01-31', '2030-01-31T00:00:00Z', 'MZXW6===', 'YQ==', '{}',
  '4111111111111111', 'd41d8cd98f00b204e9800998ecf8427e', '638ca851febc98437e09df2a', '#fff', 'en', 'US', 'EUR',
  '1,1', '1.0.0', 'Europe/Paris', 'é', '😀', [], ['a'], ['a', 'a'], ['a', 'b'], [1], [null], [['a']], {}, { a: 1 }, new Date(5),
]; // prettier-ignore

describe('each decorator of class-validator', () => {
  it.each(decorators)('%s', async (name, decorator) => {
    const args = ARGUMENTS[name] ?? [];
    const all = [dtoWith(decorator(...args)), dtoWith(IsOptional(), decorator(...args))];
    const found = [];
    for (const dto of all) {
      for (const value of VALUES) found.push(await compare(dto, { value }));
      found.push(await compare(dto, {}));
    }
    // The quick way is not left out, but for objects.
    expect(found).toContain('made');
  });

  it.each(['IsString', 'IsIn', 'Length', 'IsNotEmpty'])('%s of each element', async (name) => {
    const [, decorator] = decorators.find(([each]) => each === name) ?? [];
    const dto = dtoWith(
      (decorator as (...args: unknown[]) => PropertyDecorator)(...(ARGUMENTS[name] ?? []), { each: true }),
    );
    const found = await Promise.all(VALUES.map((value) => compare(dto, { value })));
    expect(found).toContain('made');
  });
});

const later: PropertyDecorator = (target, property) => {
  const validator = { validate: () => Promise.resolve(true) };
  registerDecorator({ target: target.constructor, propertyName: String(property), async: true, validator });
};

describe('the long way is taken by a DTO with', () => {
  it.each<[string, Dto]>([
    ['no decorator', dtoWith()],
    ['Allow', dtoWith(Allow())],
    ['ValidateNested', dtoWith(ValidateNested())],
    [
      'Type',
      dtoWith(
        IsString(),
        Type(() => String),
      ),
    ],
    ['Expose', dtoWith(IsString(), Expose())],
    ['Exclude', dtoWith(IsString(), Exclude())],
    ['a group', dtoWith(IsString({ groups: ['a'] }))],
    ['a condition of one validator', dtoWith(IsString({ validateIf: () => false }))],
    [
      'a conversion of a group',
      dtoWith(
        IsString(),
        Transform(({ value }) => value as unknown, { groups: ['a'] }),
      ),
    ],
    [
      'a conversion of a version',
      dtoWith(
        IsString(),
        Transform(({ value }) => value as unknown, { since: 2 }),
      ),
    ],
    ['an asynchronous validator', dtoWith(later)],
    ['a property that is not validated', class { value = 1; }], // prettier-ignore
  ])('%s', (_, dto) => {
    expect(decoratorsOf(dto)).toBeUndefined();
  });

  it('a method of the same name', () => {
    class Hidden {
      value(): void {}
    }
    IsOptional()(Hidden.prototype, 'value');
    expect(decoratorsOf(Hidden)).toBeUndefined();
  });

  it.each([true, false])('a validator that returns a promise of %s', async (isValid) => {
    const dto = dtoWith(ValidateBy({ name: 'promise', validator: { validate: () => Promise.resolve(isValid) } }));
    expect(await compare(dto, { value: 1 })).toBe(isValid ? 'left' : 'refused');
  });
});

it.each([
  ['another prototype', Object.assign(Object.create({ inherited: 1 }) as object, { value: 'a' })],
  ['__proto__', JSON.parse('{"value":"a","__proto__":{"value":"b"}}') as object],
  ['unknown properties', { value: 'a', other: 1, constructor: 2 }],
  ['a null prototype', Object.assign(Object.create(null) as object, { value: 'a' })],
])('a value with %s', async (_, value) => {
  const made = quickWayOf(dtoWith(IsIn(['a'])))?.(value);
  if (made)
    expect(made).toStrictEqual(await longWay(dtoWith(IsIn(['a'])), value).then((long) => Object.assign(made, long)));
  expect(Object.keys(made ?? { value: 'a' })).toEqual(['value']);
});

it('conditions see the converted object', async () => {
  const dto = dtoWith(
    Transform(({ value }) => (value === 'x' ? 'y' : (value as unknown))),
    ValidateIf(({ value }: { value?: unknown }) => value !== 'y'),
    IsIn(['a']),
  );
  expect(await compare(dto, { value: 'x' })).toBe('made');
  expect(await compare(dto, { value: 'a' })).toBe('made');
  expect(await compare(dto, { value: 'b' })).toBe('refused');
});
