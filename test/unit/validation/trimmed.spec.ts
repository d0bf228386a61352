import { describe, expect, it } from 'vitest';
import { trim } from '../../../src/validation/trimmed.js';

describe('trim', () => {
  it('removes all white space of Unicode, and nothing else, at both ends', () => {
    const codes = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    const removed = codes.filter((char) => trim(`${char}x${char}`) === 'x');
    expect(removed).toEqual(codes.filter((char) => /[\p{White_Space}\ufeff]/u.test(char)));
    for (const char of codes) expect(trim(`a${char}b`)).toBe(`a${char}b`);
  });

  it('removes mixed white space to the last character', () => {
    expect(trim(' \u0085 \t\u3000x y\u0085\u00a0\n\u0085')).toBe('x y');
    expect([trim(''), trim(' \u0085 ')]).toEqual(['', '']);
  });
});
