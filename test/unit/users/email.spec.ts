import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailKey, hasInvisible } from '../../../src/users/email.js';

const codePoints = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);

describe('emailKey', () => {
  it.each([
    ['case', 'John.Doe@MAIL.com', 'john.doe@mail.com'],
    ['a domain in Unicode', 'jo@bücher.example', 'jo@xn--bcher-kva.example'],
    ['a domain in A-labels', 'jo@XN--BCHER-KVA.example', 'jo@xn--bcher-kva.example'],
    ['a domain whose characters are decomposed', 'jo@bu\u0308cher.example', 'jo@xn--bcher-kva.example'],
    ['a domain with a ligature', 'jo@ﬁne.example', 'jo@fine.example'],
    ['a local part that is decomposed', 'e\u0301ric@mail.com', '\u00e9ric@mail.com'],
    ['a local part that is decomposed and in upper case', 'E\u0301RIC@mail.com', '\u00e9ric@mail.com'],
    ['a local part with another sign for a letter', '\u212bsa@mail.com', '\u00e5sa@mail.com'],
    ['a local part whose lower case is decomposed', '\u0130@mail.com', 'i\u0307@mail.com'],
    ['an @ in quotes', '"a@b"@Mail.com', '"a@b"@mail.com'],
  ])('has one form for %s', (_, email, key) => {
    expect(emailKey(email)).toBe(key);
    expect(emailKey(key)).toBe(key);
  });

  it('keeps different letters different', () => {
    const keys = ['john@mail.com', 'jöhn@mail.com', 'jоhn@mail.com', 'john@maıl.com', 'john@faß.com', 'john@fass.com'];
    expect(new Set(keys.map(emailKey)).size).toBe(keys.length);
  });

  it.each([
    '',
    '@',
    'john',
    'john@',
    '@mail.com',
    'john@mail.com/x',
    'john@mail.com?x',
    'john@mail.com#x',
    'john@mail.com\\x',
    'john@mail.com:80',
    'john@ma%69l.com',
    'john@[::1]',
    'john@ma il.com',
    'john@⒈.com',
    'john@℀.com',
    'john@mail.①②',
    'jo\u200bhn@mail.com',
    'john@ma\u00adil.com',
  ])('is undefined for %j', (email) => {
    expect(emailKey(email)).toBeUndefined();
  });

  it('is undefined for a text that is longer than any address', () => {
    expect(emailKey(`${'e\u0301'.repeat(255)}@mail.com`)).toBeUndefined();
    expect(emailKey(`john@${'中'.repeat(255)}${'\u{20000}'.repeat(255)}.com`)).toBeUndefined();
  });

  it('of a key is the key', () => {
    const unit = fc.constantFrom('a', 'E', 'ß', 'İ', 'Σ', 'ﬁ', 'Ⅷ', 'K', 'Å', 'é', '\u0301', '\u0308', '\u0345');
    const part = fc.string({ unit, minLength: 1 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const key = emailKey(`${local}@a${domain}.com`);
        expect(key).toBeDefined();
        expect(emailKey(String(key))).toBe(key);
      }),
    );
  });
});

describe('hasInvisible', () => {
  it.each([
    ['a zero-width space', '\u200b'],
    ['a soft hyphen', '\u00ad'],
    ['a word joiner', '\u2060'],
    ['a zero-width joiner', '\u200d'],
    ['a right-to-left mark', '\u200f'],
    ['an Arabic letter mark', '\u061c'],
    ['a bidi override', '\u202e'],
    ['a bidi isolate', '\u2067'],
    ['a byte order mark', '\ufeff'],
    ['a combining grapheme joiner', '\u034f'],
    ['a Hangul filler', '\u3164'],
    ['a variation selector', '\ufe0f'],
    ['a tag', '\u{e0041}'],
    ['private use', '\ue000'],
    ['supplementary private use', '\u{f0000}'],
    ['a control character', '\u0007'],
    ['a tab', '\t'],
    ['an unassigned character', '\u0378'],
    ['a noncharacter', '\uffff'],
    ['a no-break space', '\u00a0'],
    ['an ideographic space', '\u3000'],
    ['a line separator', '\u2028'],
    ['a blank Braille pattern', '\u2800'],
  ])('is true for %s', (_, char) => {
    expect([hasInvisible(char), hasInvisible(`jo${char}hn@mail.com`)]).toEqual([true, true]);
  });

  it.each([
    "o'hara+x_y-z{1}~@mail.co.uk",
    '"john doe"@mail.com',
    'jöhn@bücher.example',
    'e\u0301@日本.jp',
    'कि@mail.com',
  ])('is false for %s', (email) => {
    expect(hasInvisible(email)).toBe(false);
  });

  it('is true for every character that a domain loses on its way to its A-labels', () => {
    const bare = emailKey('x@ab.example');
    const lost = codePoints
      .map((code) => String.fromCodePoint(code))
      .filter((char) => emailKey(`x@a${char}b.example`) === bare);
    expect(lost).toEqual([]);
  });
});
