import { emailKey, plainEmail } from '../email.js';
import { nfcOf } from './nfc.js';

/** The length of the shortest password that may be chosen. */
const SHORTEST = 8;

/** The list takes tens of milliseconds to load, so it is loaded when the first password is chosen. */
let common: Promise<Set<string>> | undefined;

async function load(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].filter((password) => password.length >= SHORTEST));
}

/**
 * Why a password is too easy to guess (NIST SP 800-63B, 5.1.1.2); undefined when it is not. It is compared in any case with
 * a list of common passwords, and with the email of its user.
 */
export async function weaknessOf(password: string, email: string): Promise<string | undefined> {
  const folded = nfcOf(password).toLowerCase();
  const own = [plainEmail(email), emailKey(email) ?? plainEmail(email)];
  if (own.some((address) => folded.includes(address) || folded === localPartOf(address))) {
    return 'password must not be your email or contain it';
  }
  common ??= load();
  return (await common).has(folded) ? 'password is one of the most common ones; choose another' : undefined;
}

const localPartOf = (address: string) => address.slice(0, address.lastIndexOf('@'));
