import { ValidateBy } from 'class-validator';

/** Bounds of a text. Lengths count Unicode code points. */
export interface TextBounds {
  min?: number;
  max?: number;
  /** The longest text in bytes of UTF-8. */
  maxBytes?: number;
  /** Whether the text may be white space only; true by default. */
  blank?: boolean;
}

function fault(value: unknown, bounds: TextBounds): string | undefined {
  const { min = 0, max = Infinity, maxBytes = Infinity, blank = true } = bounds;
  if (typeof value !== 'string') return 'must be a string';
  if (value.includes('\0') || !value.isWellFormed()) return 'must be text without U+0000 and lone surrogates';
  if (!blank && value.trim() === '') return 'must not be blank';
  if (value.length < min || [...value].length < min) return `must have at least ${min} characters`;
  if (value.length > max && [...value].length > max) return `must have at most ${max} characters`;
  if (Buffer.byteLength(value) > maxBytes) return `must have at most ${maxBytes} bytes in UTF-8`;
  return undefined;
}

/** A string of well-formed Unicode without U+0000, within bounds. */
export const IsText = (bounds: TextBounds = {}): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    constraints: [bounds],
    validator: {
      validate: (value) => fault(value, bounds) === undefined,
      defaultMessage: (args) => `${args?.property} ${fault(args?.value, bounds)}`,
    },
  });
