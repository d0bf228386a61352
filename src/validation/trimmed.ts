import { Transform } from 'class-transformer';

/** White space of Unicode, and U+FEFF. `trim()` of JavaScript leaves U+0085 out. */
const isSpace = (char: string): boolean => char === '\u0085' || char.trim() === '';

/** Removes the white space at both ends, in linear time: a regular expression would try each end of each run. */
export function trim(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isSpace(text.charAt(from))) from++;
  while (from < to && isSpace(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Removes the white space at both ends of a string. */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' ? trim(value) : (value as unknown)));
