import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { IsText, type TextBounds } from '../../../src/validation/is-text.js';

function faults(text: unknown, bounds: TextBounds = {}): string[] {
  class Body {
    @IsText(bounds)
    text: unknown = text;
  }
  return validateSync(new Body()).flatMap(({ constraints = {} }) => Object.values(constraints));
}

const ROCKET = '🚀';
const FAMILY = '👨‍👩‍👧';

describe('IsText', () => {
  it.each<[string, string, TextBounds]>([
    ['an empty text', '', {}],
    ['white space', ' \n', {}],
    ['exactly the minimum', 'abcdefgh', { min: 8 }],
    ['exactly the maximum', 'abc', { max: 3 }],
    ['a maximum of code points, not of UTF-16 units', ROCKET.repeat(3), { max: 3 }],
    ['exactly the maximum of bytes', `${ROCKET}a`, { maxBytes: 5 }],
    ['each code point of a cluster', FAMILY, { min: 5, max: 5 }],
    ['a combining mark as one of its own', 'e\u0301', { min: 2, max: 2 }],
    ['control characters other than U+0000', 'a\u0001\u007f\ufeff', {}],
    ['something among white space', ' a ', { blank: false }],
  ])('accepts %s', (_, text, bounds) => {
    expect(faults(text, bounds)).toEqual([]);
  });

  it.each<[string, unknown, TextBounds, string]>([
    ['a number', 1, {}, 'must be a string'],
    ['an object', { $ne: '' }, {}, 'must be a string'],
    ['an array', ['a'], {}, 'must be a string'],
    ['null', null, {}, 'must be a string'],
    ['nothing', undefined, {}, 'must be a string'],
    ['a String object', new String('a'), {}, 'must be a string'],
    ['U+0000', 'a\0b', {}, 'must be text without U+0000 and lone surrogates'],
    ['a lone high surrogate', '\ud83d', {}, 'must be text without U+0000 and lone surrogates'],
    ['a lone low surrogate', 'a\ude80', {}, 'must be text without U+0000 and lone surrogates'],
    ['too few code points of many units', ROCKET.repeat(7), { min: 8 }, 'must have at least 8 characters'],
    ['one too few', 'abcdefg', { min: 8 }, 'must have at least 8 characters'],
    ['one too many', 'abcd', { max: 3 }, 'must have at most 3 characters'],
    ['one code point too many', ROCKET.repeat(4), { max: 3 }, 'must have at most 3 characters'],
    ['one byte too many', `${ROCKET}ab`, { maxBytes: 5 }, 'must have at most 5 bytes in UTF-8'],
    ['nothing but white space', ' \t\n\u00a0\u2003\ufeff', { blank: false }, 'must not be blank'],
    ['nothing at all', '', { blank: false }, 'must not be blank'],
  ])('refuses %s', (_, text, bounds, fault) => {
    expect(faults(text, bounds)).toEqual([`text ${fault}`]);
  });
});
