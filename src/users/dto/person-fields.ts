import { applyDecorators } from '@nestjs/common';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { NormalEmail, Trimmed } from '../../validation/trimmed.js';

/** An address, trimmed and put in lower case; the checks are told in this order. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(IsText(), MaxLength(254), IsEmail(), NormalEmail());

/** A first or a last name: trimmed, and it need not be sent. */
export const IsName = (): PropertyDecorator => applyDecorators(IsText({ max: 100 }), Trimmed(), IsOptional());
