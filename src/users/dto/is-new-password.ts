import { Transform } from 'class-transformer';
import { IsText } from '../../validation/is-text.js';
import { PASSWORD_MAX_BYTES, PASSWORD_MIN } from './limits.js';
import { nfcOf } from '../passwords/nfc.js';

/** Validates a password that is to be set, in NFC: not too short, and within the bytes that bcrypt reads. */
export const IsNewPassword = (): PropertyDecorator => (target, key) => {
  Transform(({ value }) => (typeof value === 'string' ? nfcOf(value) : (value as unknown)))(target, key);
  IsText({ min: PASSWORD_MIN, maxBytes: PASSWORD_MAX_BYTES })(target, key);
};
