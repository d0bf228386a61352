import { domainToASCII } from 'node:url';

/** Texts that an engine may interpret, or store in another form. */
export const ODD_TEXTS = [
  '$title',
  '$$ROOT',
  '$set',
  '{"$ne":1}',
  'a.b.c',
  '.',
  '__proto__',
  'constructor',
  "'; DROP TABLE todos; --",
  '%_*?',
  '\\',
  '\u{1f600}',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '\u00e9',
  '\ufeffx',
  ' x ',
  'a\u2028\n\r\tb',
  '\uffff',
  '0',
  'null',
];

/** Characters that no email address may contain: a few of each kind. */
export const INVISIBLE = [
  '\u200b',
  '\u00ad',
  '\u2060',
  '\u200e',
  '\u202e',
  '\u034f',
  '\u3164',
  '\ufe0f',
  '\ue000',
  '\u0007',
];

/** Spellings of one email address, the given one first. */
export const spellingsOf = (email: string): string[] => [
  email,
  email.toUpperCase(),
  ` ${email}\u0085`,
  email.normalize('NFC'),
  email.normalize('NFD'),
  email.replace(/@.*/, (domain) => `@${domainToASCII(domain.slice(1))}`),
];
