import { isIP } from 'node:net';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInstance, IsInt, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { compile } from 'proxy-addr';
import { DURATION, parseDuration, parseSize, SIZE } from './units.js';

/** One setting as the README and `.env.example` show it. `name` is its property of `Config` and its environment variable. */
export interface SettingDoc {
  name: string;
  /** The default as an operator would write it; undefined: there is none. */
  default?: string;
  doc: string;
  /** A secret may also come from the file that `<NAME>_FILE` names. */
  secret: boolean;
}

type Rule = (target: object, name: string) => void;

/** A pattern that a text must match, and the message for a text that does not. */
interface Shape {
  pattern: RegExp;
  message: string;
}

const settings: SettingDoc[] = [];

/** Every setting, in the order of the properties of `Config`. */
export const settingDocs = (): readonly SettingDoc[] => settings;

/** Declares a setting. The rules are checked in this order, and the first that a value breaks is reported. */
const setting =
  (doc: Omit<SettingDoc, 'name'>, ...rules: Rule[]): PropertyDecorator =>
  (target, key) => {
    const name = String(key);
    settings.push({ ...doc, name });
    for (const rule of rules) rule(target, name);
  };

/** Turns the text of a variable into the typed value, or into a value that the rules after it refuse. */
const parsed = (parse: (text: string) => unknown): Rule =>
  Transform(({ value }) => (typeof value === 'string' ? parse(value) : (value as unknown)));

const toNumber = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

const notBlank = Matches(/[^\s\0]/, { message: 'must not be blank' });

const shaped = (shapes: Shape[] = []): Rule[] => shapes.map(({ pattern, message }) => Matches(pattern, { message }));

/** A whole number from `min` to `max`, both included; undefined where there is no default and it is not set. */
export const Whole = (options: { default?: number; min: number; max: number; doc: string }) => {
  const { min, max, doc } = options;
  const message = `must be a whole number from ${min} to ${max}`;
  const ifSet = ValidateIf((_, value) => value !== undefined);
  const rules = [ifSet, IsInt({ message }), Min(min, { message }), Max(max, { message })];
  return setting({ default: options.default?.toString(), doc, secret: false }, parsed(toNumber), ...rules);
};

/**
 * A length of time like `500ms`, `15s`, `5m`, `12h` or `7d`, where a bare number is seconds; the value is milliseconds.
 * It is at most `max`, and zero only where `allowZero` is set.
 */
export const Duration = (options: { default: string; max: string; allowZero?: boolean; doc: string }) => {
  const { max, allowZero = false, doc } = options;
  const message = `must be ${DURATION}, ${allowZero ? 'zero or more' : 'above zero'} and at most ${max}`;
  const rules = [Min(allowZero ? 0 : 1, { message }), Max(parseDuration(max), { message })];
  return setting({ default: options.default, doc, secret: false }, parsed(parseDuration), ...rules);
};

/** An amount of data like `512b`, `100kb` or `1mb`, above zero and at most `max`; the value is bytes. */
export const Size = (options: { default: string; max: string; doc: string }) => {
  const { max, doc } = options;
  const message = `must be ${SIZE}, above zero and at most ${max}`;
  const rules = [Min(1, { message }), Max(parseSize(max), { message })];
  return setting({ default: options.default, doc, secret: false }, parsed(parseSize), ...rules);
};

/** One of a few words; the documentation lists them after `doc`. */
export const OneOf = <Word extends string>(options: { words: readonly Word[]; default: Word; doc: string }) => {
  const list = options.words.join(', ');
  return setting(
    { default: options.default, doc: `${options.doc} (${list})`, secret: false },
    IsIn(options.words, { message: `must be one of ${list}` }),
  );
};

/** `true` or `false`. */
export const Flag = (options: { default: boolean; doc: string }) =>
  setting(
    { default: String(options.default), doc: options.doc, secret: false },
    parsed((text) => ({ true: true, false: false })[text]),
    IsBoolean({ message: 'must be true or false' }),
  );

/** A text that is not blank and has every one of the `shapes`. */
export const Text = (options: { default: string; shapes?: Shape[]; doc: string }) =>
  setting({ default: options.default, doc: options.doc, secret: false }, ...shaped(options.shapes), notBlank);

/** An optional text that is never shown. It is not blank, has at least `minLength` characters and every one of the `shapes`. */
export const Secret = (options: { minLength?: number; shapes?: Shape[]; doc: string }) => {
  const { minLength = 1, shapes, doc } = options;
  return setting(
    { doc, secret: true },
    ValidateIf((_, value) => value !== undefined),
    ...shaped(shapes),
    MinLength(minLength, { message: `must have at least ${minLength} characters` }),
    notBlank,
  );
};

/**
 * Which proxies are trusted to tell the client's address in `X-Forwarded-For`: a number of them, or their addresses and
 * networks (CIDR), comma-separated. The value says of an address, and of its place from the server's side, whether it is one.
 */
export const Proxies = (options: { doc: string }) =>
  setting(
    { doc: options.doc, secret: false },
    parsed(trustOf),
    ValidateIf((_, value) => value !== undefined),
    IsInstance(Function, {
      message: 'must be a number of proxies up to 10, or addresses and networks like 10.0.0.0/8, separated by commas',
    }),
  );

/** An address, and its place: 0 is the peer of the connection. */
export type Trust = (address: string, place: number) => boolean;

function trustOf(text: string): Trust | string {
  if (/^([0-9]|10)$/.test(text)) return (_, place) => place < Number(text);
  const proxies = text.split(',').map((proxy) => proxy.trim());
  // `compile` would also read a number as an address.
  if (!proxies.every((proxy) => isIP(proxy.split('/', 1)[0] ?? '') > 0)) return text;
  try {
    return compile(proxies);
  } catch {
    return text;
  }
}

/** An origin of a web page, in lower case as browsers send it. */
const WEB = String.raw`https?://[a-z0-9.[\]:-]+`;
/**
 * An origin of an app shell or a browser extension: any other scheme and the host as it is. Pages of `file:` have the
 * origin `null`, and the schemes of FTP and WebSocket have no pages.
 */
const SHELL = String.raw`(?!(?:https?|file|ftp|wss?):)[a-z][a-z0-9+.-]*://[\w.-]+(?::\d+)?`;

/** Origins (RFC 6454, section 6.2), comma-separated, each exactly as a browser or an app shell sends it; none by default. */
export const Origins = (options: { doc: string }) =>
  setting(
    { default: '', doc: options.doc, secret: false },
    parsed((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
    Matches(new RegExp(`^(?:${WEB}|${SHELL})$`), {
      each: true,
      message: 'must be origins like https://app.example.com or capacitor://localhost, separated by commas',
    }),
  );
