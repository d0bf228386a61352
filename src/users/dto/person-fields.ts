import { applyDecorators } from '@nestjs/common';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { NormalEmail, Trimmed } from '../../validation/trimmed.js';
import { EMAIL_MAX, NAME_MAX } from './limits.js';

/** An address, trimmed and put in lower case; the checks are told in this order. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(IsText(), MaxLength(EMAIL_MAX), IsEmail(), NormalEmail());

/** A first or a last name: trimmed, and it need not be sent. */
export const IsName = (): PropertyDecorator => applyDecorators(IsText({ max: NAME_MAX }), Trimmed(), IsOptional());
