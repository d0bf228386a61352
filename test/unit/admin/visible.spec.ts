import { expect, it } from 'vitest';
import { visible, visibleEntry } from '../../../src/admin/terminal/visible.js';

it.each([
  ['Zo\u00eb \u{1f600}', 'Zo\u00eb \u{1f600}'],
  ['\u001b[2J', '\\u001b[2J'],
  ['a\r\n\tb', 'a\\u000d\\u000a\\u0009b'],
  ['\u009b31m', '\\u009b31m'],
  ['\u202etxt.exe', '\\u202etxt.exe'],
  ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['\u200b\ufeff', '\\u200b\\ufeff'],
  ['\u{e0041}', '\\udb40\\udc41'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('JSON stays the same value', () => {
  const value = { name: 'a\u001b\u009b\u202e\u{e0041}"\\\n' };
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
});

it('an entry keeps what is no text', () => {
  expect(visibleEntry({ a: 'x\n', b: 1, c: false })).toEqual({ a: 'x\\u000a', b: 1, c: false });
});
