import fc, { type Arbitrary } from 'fast-check';
import { resolve, type Schema } from '../document.ts';
import { placeOfAdded, PLACES } from './places.ts';

/** One password of a sender is the first of these at first. */
export const PASSWORDS = ['Abcde_12345', 'another one'] as const;

const anyId = fc.stringMatching(/^[0-9a-fA-F]{24}$/);
const todoIds = fc.oneof(
  { weight: 5, arbitrary: fc.constant(PLACES.myTodo) },
  { weight: 2, arbitrary: fc.constantFrom(PLACES.herTodo, PLACES.assignedTodo) },
  { weight: 1, arbitrary: anyId },
);
/** Ids of things of any other feature. */
const idsOf = (parameter: string) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(placeOfAdded(parameter)) }, { weight: 1, arbitrary: anyId });
const userIds = fc.oneof(fc.constantFrom(PLACES.me, PLACES.her), anyId);
const emails = fc.oneof(
  { weight: 2, arbitrary: fc.emailAddress() },
  { weight: 2, arbitrary: fc.constant(PLACES.myEmail) },
  { weight: 1, arbitrary: fc.constantFrom(PLACES.herEmail, ` ${PLACES.herEmail}\t`) },
);
const dates = fc
  .date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-12-31') })
  .map((date) => date.toISOString());

/** Values that a schema allows. The name tells ids apart. */
export function goodValue(name: string, written: Schema): Arbitrary<unknown> {
  const schema = resolve(written);
  const value = goodOfType(name, schema);
  return schema.nullable
    ? fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })
    : value;
}

function goodOfType(name: string, schema: Schema): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum, max: schema.maximum });
  if (schema.type === 'array') return fc.array(goodValue(name, schema.items ?? {}), { minLength: 1, maxLength: 3 });
  if (schema.type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.format === 'mongoId' && /^todo_?id$/i.test(name)) return todoIds;
  if (schema.format === 'mongoId') return /Id$/.test(name) ? idsOf(name) : userIds;
  if (name === 'email') return emails;
  if (name === 'token') return fc.constant(PLACES.myToken);
  if (name === 'cursor') return fc.constant(PLACES.cursor);
  if (schema.format === 'password') return fc.constantFrom(...PASSWORDS);
  if (schema['x-any-format']) return dates;
  const [minLength, most] = [schema.minLength ?? 0, schema.maxLength ?? 50];
  return fc
    .string({ minLength, maxLength: Math.min(most, 60), unit: 'grapheme-ascii' })
    .map((text) => (minLength > 0 && text.trim() === '' ? 'x' : text));
}

/** Objects that a schema allows. */
export const goodObject = ({ properties = {}, required = [] }: Schema): Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, goodValue(name, of)])), {
    requiredKeys: required,
  });

/** Characters of one, two, three and four bytes of UTF-8, and one that is two code points in NFC and one without. */
const UNITS = ['x', 'é', '€', '😀', '\u0344'];

/** Texts at the limits of a schema, counted in code points: some are allowed and some are not. */
export function atLimits({ minLength = 0, maxLength = 300 }: Schema): Arbitrary<string> {
  const lengths = [minLength - 1, minLength, maxLength - 1, maxLength, maxLength + 1].filter((length) => length >= 0);
  return fc.tuple(fc.constantFrom(...UNITS), fc.constantFrom(...lengths)).map(([unit, length]) => unit.repeat(length));
}

/** Text whose code points, normal form or meaning for a parser may be taken wrongly. */
export const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('\ud800', '\udc00', '\0', '\u202e', '\u200b', '\ufeff', 'a'), maxLength: 6 }),
  fc.constantFrom('', ' ', '%00', '%zz', '../..', '$where', '$ne', '__proto__', "' OR 1=1 --", '[object Object]'),
);

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

/** Objects that a database reads as a condition or an update, and keys that a prototype has. */
const OPERATORS: unknown[] = [
  { $ne: 1 },
  { $gt: '' },
  { $in: [] },
  { $regex: '.*' },
  { $where: 'sleep(1000)' },
  { $set: { owner: PLACES.me } },
  { constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  { toString: 1, valueOf: 1, length: 1 },
];

/** JSON values of the wrong type, and those that a database or a library may interpret. */
export const oddValue = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, [], {}, ['x'], [['x']], ...OPERATORS),
  fc.constantFrom(5, 8, 9, 200).map(nested),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.string(), { maxLength: 120 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
);
