import { Transform } from 'class-transformer';

/** Takes the white space off both ends of a string. */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)));

/** An email address as it is kept and compared: trimmed and in lower case. */
export const NormalEmail = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' ? value.trim().toLowerCase() : (value as unknown)));
