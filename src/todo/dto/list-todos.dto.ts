import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsDueDate } from '../../validation/due-date.js';
import { IsText } from '../../validation/is-text.js';
import { IsId } from '../../validation/is-id.js';
import type { Status } from '../todo.js';
import { IsStatus } from './is-status.js';
import { PAGE_SIZE, SORTS } from './limits.js';

const LIMIT = { message: `$property must be a whole number from ${PAGE_SIZE.min} to ${PAGE_SIZE.max}` };

/** The query string of a list. Unknown parameters are ignored. A known one may be sent once and must not be empty. */
export class ListTodosDto {
  @IsOptional()
  @IsId()
  assignee?: string;

  /** This one may be sent several times. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsStatus({ each: true })
  status?: Status[];

  @IsOptional()
  @IsDueDate()
  due_after?: string;

  @IsOptional()
  @IsDueDate()
  due_before?: string;

  @IsOptional()
  @IsIn(SORTS, { message: `$property must be one of ${SORTS.join(', ')}` })
  sort?: (typeof SORTS)[number];

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (/^[1-9]\d{0,3}$/.test(String(value)) ? Number(value) : value))
  @Max(PAGE_SIZE.max, LIMIT)
  @Min(PAGE_SIZE.min, LIMIT)
  @IsInt(LIMIT)
  limit?: number;

  @IsOptional()
  @IsText({ blank: false })
  cursor?: string;
}
