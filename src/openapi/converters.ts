import type { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { TextBounds } from '../validation/is-text.js';
import { MONGO_ID } from './schemas.js';

type Options = NonNullable<Parameters<typeof targetConstructorToSchema>[1]>;

/** A validator of one property, with what its decorator was given. */
type Validated = Parameters<
  Extract<NonNullable<Options['additionalConverters']>[string], (...args: never) => unknown>
>[0];

export const ABOUT_DUE_DATES =
  'An RFC 3339 date-time, or a date, which means midnight UTC. Digits after the millisecond are dropped';

/** A text that is not blank begins with any white space: some languages match a pattern only at the start of the text. */
const NOT_BLANK = '^\\s*\\S';

function textOf({ min, max, maxBytes, blank = true }: TextBounds) {
  const minLength = blank ? min : Math.max(min ?? 0, 1);
  // A character has at least one byte.
  const longest = Math.min(max ?? Infinity, maxBytes ?? Infinity);
  return {
    type: 'string' as const,
    ...(minLength !== undefined && { minLength }),
    ...(longest < Infinity && { maxLength: longest }),
    ...(!blank && { pattern: NOT_BLANK }),
  };
}

/** There is no schema to tell. */
function unknown({ type, target, propertyName }: Validated): never {
  const name = typeof target === 'function' ? target.name : target;
  throw new Error(`${name}.${propertyName}: the validator ${type} has no converter in src/openapi/converters.ts`);
}

/** The keywords of validators by their names: ours, and those of class-validator whose usual keywords do not fit. */
export const converters = {
  isText: ({ constraints: [bounds] }: Validated) => textOf(bounds as TextBounds),
  isId: MONGO_ID,
  isAddress: { type: 'string', format: 'email' },
  // No keyword says it in a way that all code generators understand.
  hasNothingInvisible: {},
  // Without `anyOf` of two formats, for which code generators write code that fails or loses the date.
  isDueDate: {
    type: 'string',
    'x-any-format': ['date-time', 'date'],
    description: ABOUT_DUE_DATES,
    example: '2030-01-31',
  },
  // The usual ones turn an integer into a number.
  min: ({ constraints: [minimum] }: Validated) => ({ minimum: Number(minimum) }),
  max: ({ constraints: [maximum] }: Validated) => ({ maximum: Number(maximum) }),
  customValidation: unknown,
  nestedValidation: unknown,
} satisfies Options['additionalConverters'];
