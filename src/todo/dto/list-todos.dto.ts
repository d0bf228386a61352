import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../resources/page-query.js';
import { IsDueDate } from '../../validation/due-date.js';
import { IsId } from '../../validation/is-id.js';
import type { Status } from '../todo.js';
import { IsStatus } from './is-status.js';
import { SORTS } from './limits.js';

/** The query string of a list. Unknown parameters are ignored. A known one may be sent once and must not be empty. */
export class ListTodosDto extends PageQuery {
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
}
