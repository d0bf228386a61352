import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { PASSWORD_MAX_BYTES, PASSWORD_MIN } from './limits.js';
import { nfcOf } from '../passwords/nfc.js';

const fits = (value: unknown) => typeof value !== 'string' || Buffer.byteLength(value) <= PASSWORD_MAX_BYTES;

/** Validates a password that is to be set, in NFC: not too short, and within the bytes that bcrypt reads. */
export const IsNewPassword = (): PropertyDecorator => (target, key) => {
  Transform(({ value }) => (typeof value === 'string' ? nfcOf(value) : (value as unknown)))(target, key);
  ValidateBy({
    name: 'fitsBcrypt',
    validator: {
      validate: fits,
      defaultMessage: (args) => `${args?.property} must have at most ${PASSWORD_MAX_BYTES} bytes in UTF-8`,
    },
  })(target, key);
  IsText({ min: PASSWORD_MIN })(target, key);
};
