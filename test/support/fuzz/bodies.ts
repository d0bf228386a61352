import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../document.ts';
import { atLimits, goodObject, oddText, oddValue } from './values.ts';

/** JSON that `JSON.stringify` does not write: numbers beyond a double, escapes, nesting that a parser may recurse into. */
const RAW_VALUES = [
  '1e400',
  '-0',
  '9007199254740993',
  '9'.repeat(400),
  '0.1e-999',
  '"\\ud800"',
  '"\\u0000"',
  '"\\udc00\\ud800"',
  '"a\\u0301"',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
];

/** Bytes that are no JSON object: cut off, of another type, in another encoding. One character is one byte. */
const NO_OBJECTS = [
  '',
  '{',
  '[',
  '{"a":',
  '{"title":"x",}',
  "{'title':'x'}",
  'null',
  'true',
  '"x"',
  '[{"title":"x"}]',
  '{"title":NaN}',
  '{"title":"\xff"}',
  '{"title":"\xed\xa0\x80"}',
  '{"title":"\xc0\x80"}',
  '\xef\xbb\xbf{}',
  '\xff\xfe{\0}\0',
  '{}\0',
  '{}{}',
  ' '.repeat(40_000),
];

/** Names that no schema has, and that the server or a library may use itself. */
const FOREIGN_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'owner',
  'version',
  '_id',
  'id',
  '$where',
  '$set',
  'title.$ne',
  '',
];

/** Adds a property to the text of an object, at its end or its beginning, even if the object has the name already. */
function withProperty(object: object, name: string, value: string, first: boolean): string {
  const others = JSON.stringify(object).slice(1, -1);
  const added = `${JSON.stringify(name)}:${value}`;
  return `{${(first ? [added, others] : [others, added]).filter(Boolean).join(',')}}`;
}

/** The bytes of a body, one character each: as a client would send it, at its limits, or wrong in one way or another. */
export function bodyOf(schema: Schema): Arbitrary<string> {
  const good = goodObject(schema);
  const properties = Object.entries(schema.properties ?? {});
  const names = properties.map(([name]) => name);
  const first = fc.boolean();
  const text = (value: unknown) => JSON.stringify(value);

  const limited = fc
    .tuple(
      good,
      fc.oneof(...properties.map(([name, of]) => atLimits(of).map((value): [string, string] => [name, value]))),
    )
    .map(([body, [name, value]]) => text({ ...body, [name]: value }));
  const odd = fc
    .tuple(good, fc.constantFrom(...names, ...FOREIGN_NAMES), oddValue, first)
    .map(([body, name, value, at]) => withProperty(body, name, text(value), at));
  const raw = fc
    .tuple(good, fc.constantFrom(...names), fc.constantFrom(...RAW_VALUES), first)
    .map(([body, name, value, at]) => withProperty(body, name, value, at));
  const missing = fc
    .tuple(good, fc.constantFrom(...names))
    .map(([body, name]) => text(Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))));
  const crowded = fc
    .integer({ min: 90, max: 120 })
    .map((count) => text(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]))));

  return fc.oneof(
    { weight: 12, arbitrary: good.map(text).map(bytesOf) },
    { weight: 2, arbitrary: limited.map(bytesOf) },
    { weight: 4, arbitrary: odd.map(bytesOf) },
    { weight: 1, arbitrary: raw.map(bytesOf) },
    { weight: 1, arbitrary: missing.map(bytesOf) },
    { weight: 1, arbitrary: crowded },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...NO_OBJECTS), oddText.map(bytesOf)) },
  );
}

/** UTF-8, one character a byte. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
