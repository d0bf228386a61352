import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantText } from '../../../src/http/answer/instant-text.js';

it.each([
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '2024-02-29T12:34:56.789Z',
])('%s', (text) => {
  expect(instantText(new Date(text))).toBe(text);
});

it('is the text of toISOString for every date, on few days and on many', () => {
  const near = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-05'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.oneof(fc.date({ noInvalidDate: true }), near), (date) => {
      expect(instantText(date)).toBe(date.toISOString());
    }),
    { numRuns: 20_000 },
  );
});

it('has none for an invalid date', () => {
  expect(() => instantText(new Date(NaN))).toThrow(RangeError);
});
