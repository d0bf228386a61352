import { IsIn, type ValidationOptions } from 'class-validator';
import { STATUSES } from '../todo.js';

/** Validates a status. */
export const IsStatus = (options: ValidationOptions = {}): PropertyDecorator =>
  IsIn(STATUSES, { message: `$property must be one of ${STATUSES.join(', ')}`, ...options });
