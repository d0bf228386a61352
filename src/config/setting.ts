import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { DURATION, parseDuration, parseSize, SIZE } from './units.js';

/** What the documentation says of one setting; the names are those of the properties of `Config`. */
export interface SettingDoc {
  name: string;
  /** As an operator would write it; undefined: no default. */
  default?: string;
  doc: string;
  secret: boolean;
}

type Rule = (target: object, name: string) => void;

const settings: SettingDoc[] = [];

/** Every setting of the configuration, in the order of the class. */
export const settingDocs = (): readonly SettingDoc[] => settings;

const setting =
  (doc: Omit<SettingDoc, 'name' | 'secret'> & { secret?: boolean }, ...rules: Rule[]): PropertyDecorator =>
  (target, key) => {
    const name = String(key);
    settings.push({ secret: false, ...doc, name });
    for (const rule of rules) rule(target, name);
  };

/** Values arrive as text; `parse` makes the typed value, or something that `rules` then refuse. */
const parsed = (parse: (text: string) => unknown): Rule =>
  Transform(({ value }) => (typeof value === 'string' ? parse(value) : (value as unknown)));

const toNumber = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** A whole number between two bounds, both included. */
export const Whole = (byDefault: string, doc: string, min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  const rules = [IsInt({ message }), Min(min, { message }), Max(max, { message })];
  return setting({ default: byDefault, doc }, parsed(toNumber), ...rules);
};

/** A length of time, kept in milliseconds: `500ms`, `15s`, `5m`, `12h`, `7d`; a bare number is seconds. */
export const Duration = (byDefault: string, doc: string, longest: string) => {
  const smallest = parseDuration(byDefault) === 0 ? 0 : 1;
  const message = `must be ${DURATION}, ${smallest ? 'above zero' : 'zero or more'} and at most ${longest}`;
  const rules = [Min(smallest, { message }), Max(parseDuration(longest), { message })];
  return setting({ default: byDefault, doc }, parsed(parseDuration), ...rules);
};

/** An amount of data, kept in bytes: `512b`, `100kb`, `1mb`. */
export const Size = (byDefault: string, doc: string, largest: string) => {
  const message = `must be ${SIZE}, above zero and at most ${largest}`;
  const rules = [Min(1, { message }), Max(parseSize(largest), { message })];
  return setting({ default: byDefault, doc }, parsed(parseSize), ...rules);
};

/** One of a few words. */
export const OneOf = (words: readonly [string, ...string[]], doc: string) =>
  setting(
    { default: words[0], doc: `${doc} (${words.join(', ')})` },
    IsIn(words, { message: `must be one of ${words.join(', ')}` }),
  );

/** `true` or `false`. */
export const Flag = (byDefault: 'true' | 'false', doc: string) =>
  setting(
    { default: byDefault, doc },
    parsed((text) => ({ true: true, false: false })[text]),
    IsBoolean({ message: 'must be true or false' }),
  );

/** Text of a given shape. */
export const Text = (byDefault: string, doc: string, shape = /[^\0]/, message = 'must not be blank') =>
  setting({ default: byDefault, doc }, Matches(shape, { message }));

/** An optional secret, which may also come from the file that `<NAME>_FILE` names; never shown. */
export const Secret = (doc: string, shortest = 1, shape = /^/, message = '') =>
  setting(
    { doc, secret: true },
    ValidateIf((_, value) => value !== undefined),
    MinLength(shortest, { message: `must have at least ${shortest} characters` }),
    Matches(shape, { message }),
  );

/** Origins of browsers' pages (RFC 6454, 6.2): scheme, host and port, exactly as a browser sends them. */
export const Origins = (doc: string) =>
  setting(
    { default: '', doc },
    parsed((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
    Matches(/^https?:\/\/[a-z0-9.[\]:-]+$/, {
      each: true,
      message: 'must be origins like https://app.example.com, separated by commas',
    }),
  );
