import { applyDecorators } from '@nestjs/common';
import { isEmail, IsOptional, MaxLength, ValidateBy } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { Trimmed } from '../../validation/trimmed.js';
import { emailKey, hasInvisible } from '../email.js';
import { EMAIL_MAX, NAME_MAX } from './limits.js';

const HasNothingInvisible = (): PropertyDecorator =>
  ValidateBy({
    name: 'hasNothingInvisible',
    validator: {
      validate: (value) => typeof value !== 'string' || !hasInvisible(value),
      defaultMessage: (args) => `${args?.property} must not contain invisible characters`,
    },
  });

/** Validates that the text is an address whose domain can exist. */
const IsAddress = (): PropertyDecorator =>
  ValidateBy({
    name: 'isAddress',
    validator: {
      validate: (value) => isEmail(value) && emailKey(value as string) !== undefined,
      defaultMessage: (args) => `${args?.property} must be an email`,
    },
  });

/**
 * Validates the email of a sign-in, which is trimmed. An address that nobody can have passes: its answer is that of a
 * wrong password.
 */
export const IsSignInEmail = (): PropertyDecorator => applyDecorators(IsText(), HasNothingInvisible(), Trimmed());

/** Validates an email address, which is trimmed. The first of these checks that fails is reported. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(IsText(), HasNothingInvisible(), MaxLength(EMAIL_MAX), IsAddress(), Trimmed());

/** Validates a first or a last name, which is trimmed and optional. */
export const IsName = (): PropertyDecorator => applyDecorators(IsText({ max: NAME_MAX }), Trimmed(), IsOptional());
