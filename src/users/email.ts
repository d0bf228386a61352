import { domainToASCII } from 'node:url';
import { EMAIL_MAX } from './dto/limits.js';

/** In UTF-16, a character takes at most two units. */
const LONGEST = 2 * EMAIL_MAX;

/**
 * Characters that show nothing, or only change how other characters are shown: two addresses that differ in one of them
 * look the same. They include unassigned ones, since a later Unicode may give those another normal form. A space is
 * visible inside quotes, so the grammar of addresses decides about it.
 */
const INVISIBLE = /(?! )[\u{16FE4}\p{C}\p{White_Space}\p{Default_Ignorable_Code_Point}\u{2800}\u{1D159}]/u;

/** The characters of a domain. `domainToASCII` reads others as parts of a URL: it cuts `mail.com/x` to `mail.com`. */
const DOMAIN = /^[\w.\u0080-\u{10FFFF}-]+$/u;

export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/**
 * The form in which addresses are compared: the local part in NFC and lower case, and the domain in A-labels. Two spellings
 * of one address have the same key. Undefined when the address has an invisible character, its domain cannot exist, or it is
 * longer than any address: to normalise a text can take a time that grows with the square of its length.
 */
export function emailKey(email: string): string | undefined {
  if (email.length > LONGEST) return undefined;
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, Math.max(at, 0)), email.slice(at + 1)];
  if (local === '' || hasInvisible(email) || !DOMAIN.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return ascii === '' ? undefined : `${local.normalize('NFC').toLowerCase().normalize('NFC')}@${ascii}`;
}

/** The form that the releases before `email_key` store and compare. */
export const plainEmail = (email: string): string => email.toLowerCase();
