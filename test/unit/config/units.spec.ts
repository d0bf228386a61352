import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from '../../../src/config/units.js';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['15s', 15_000],
    ['15', 15_000],
    ['0', 0],
    ['5m', 300_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['007s', 7_000],
  ])('reads %s as %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', 's', '-1s', '1.5h', '1 h', ' 1h', '1h ', '1H', '1w', '1h30m', '1e3', '0x10', 'NaN', '1'.repeat(13)])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNaN();
    },
  );
});

describe('parseSize', () => {
  it.each([
    ['512b', 512],
    ['512', 512],
    ['100kb', 102_400],
    ['100KB', 102_400],
    ['1mb', 1_048_576],
    ['1Mb', 1_048_576],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'kb', '-1kb', '1.5mb', '1 kb', '1k', '1gb', '1kib', '1e3', '1'.repeat(13)])('refuses %j', (text) => {
    expect(parseSize(text)).toBeNaN();
  });
});
