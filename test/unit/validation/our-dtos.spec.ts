import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoratorsOf } from '../../../src/validation/decorators-of.js';
import { compare } from '../../support/both-ways.js';
import { routes } from '../../support/routes.js';

/** Values of each of our DTOs. */
const RUNS = 1_000;

const ours = [...new Set(routes.flatMap(({ body, query }) => [body, query].filter((dto) => dto !== undefined)))];

/** Texts that one of our validators or another accepts, and some that none does. */
const text = fc.oneof(
  fc.constantFrom(
    'todo',
    'done',
    'due_date',
    '-created_at',
    'me@mail.com',
    ' Me@Mail.com ',
    'a long enough password',
    '10',
  ),
  fc.constantFrom(
    'A'.repeat(24),
    '2030-01-31',
    '2030-01-31T23:59:59+01:00',
    '',
    ' ',
    '\u0000',
    '\ud800',
    'x'.repeat(300),
  ),
  fc.string(),
);
const anything = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 0, 5, true, {}, [1], [null]) },
);

/** A right value of properties that must be sent. */
const RIGHT = new Map([
  ['email', 'me@mail.com'],
  ['password', 'a long enough password'],
  ['title', 'a title'],
]);

describe('our DTOs', () => {
  it.each(ours.map((dto) => [dto.name, dto] as const))('%s goes both ways alike', async (_, dto) => {
    const names = (decoratorsOf(dto) ?? []).map(({ name }) => name);
    expect(names).not.toEqual([]);
    const property = fc
      .constantFrom(...names, 'unknown', 'constructor')
      .chain((name) => fc.tuple(fc.constant(name), fc.oneof(fc.constant(RIGHT.get(name)), anything)));
    const objects: Arbitrary<object> = fc
      .tuple(fc.boolean(), fc.array(property, { maxLength: names.length }))
      .map(([isComplete, entries]) => ({
        ...(isComplete && Object.fromEntries(RIGHT)),
        ...Object.fromEntries(entries),
      }));
    const found = new Set<string>();
    await fc.assert(
      fc.asyncProperty(objects, async (value) => void found.add(await compare(dto, value))),
      { numRuns: RUNS },
    );
    expect(found).toContain('made');
  });
});
