import { describe, expect, it } from 'vitest';
import { nfcOf } from '../../../src/users/passwords/nfc.js';

describe('nfcOf', () => {
  it('is NFC for every text that can be a password', () => {
    const [long, short] = ['\u1fa7'.repeat(24).normalize('NFD'), '\u1fa7'.repeat(24)];
    expect(nfcOf(long)).toBe(short);
    expect(nfcOf(`${long}${'x'.repeat(192)}`)).toBe(`${short}${'x'.repeat(192)}`);
  });

  it('leaves a text as it is that is too long in any form', () => {
    const marks = `a${'\u0300\u0316'.repeat(144)}`;
    expect(marks.normalize('NFC')).not.toBe(marks);
    expect(nfcOf(marks)).toBe(marks);
  });

  it('leaves no text that fits into 72 bytes in NFC', () => {
    for (let code = 0; code < 0x110000; code++) {
      const char = String.fromCodePoint(code);
      if (char.normalize('NFD').length > 3 * Buffer.byteLength(char)) expect.fail(`U+${code.toString(16)}`);
    }
  });
});
