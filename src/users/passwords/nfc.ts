import { PASSWORD_MAX_BYTES } from '../dto/limits.js';

/** No text that is longer fits into the bytes of a password in NFC, which makes a text at most three times shorter. */
const LONGEST = 4 * PASSWORD_MAX_BYTES;

/**
 * A password in NFC. A text that is too long in any form stays as it is: for a run of combining characters, the time to
 * normalise it grows with the square of its length.
 */
export const nfcOf = (password: string): string => (password.length > LONGEST ? password : password.normalize('NFC'));
