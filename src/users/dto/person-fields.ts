import { applyDecorators } from '@nestjs/common';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { NormalEmail, Trimmed } from '../../validation/trimmed.js';
import { EMAIL_MAX, NAME_MAX } from './limits.js';

/** Validates an email address, which is trimmed and put in lower case. The first of these checks that fails is reported. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(IsText(), MaxLength(EMAIL_MAX), IsEmail(), NormalEmail());

/** Validates a first or a last name, which is trimmed and optional. */
export const IsName = (): PropertyDecorator => applyDecorators(IsText({ max: NAME_MAX }), Trimmed(), IsOptional());
