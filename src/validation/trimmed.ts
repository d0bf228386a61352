import { Transform } from 'class-transformer';

/** Removes the white space at both ends of a string. */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)));

/** Puts an email address into the form that is stored and compared: trimmed and in lower case. */
export const NormalEmail = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' ? value.trim().toLowerCase() : (value as unknown)));
