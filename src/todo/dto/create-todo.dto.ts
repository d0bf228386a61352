import { IsOptional, ValidateIf } from 'class-validator';
import { IsDueDate } from '../../validation/due-date.js';
import { IsText } from '../../validation/is-text.js';
import { IsId } from '../../validation/is-id.js';
import type { Status } from '../todo.js';
import { IsStatus } from './is-status.js';
import { DESCRIPTION_MAX, TITLE_MAX } from './limits.js';

/** The seed's TodoReq; null in an optional field counts as absent. */
export class CreateTodoDto {
  @IsText({ max: TITLE_MAX, blank: false })
  title!: string;

  @IsOptional()
  @IsText({ max: DESCRIPTION_MAX })
  description?: string | null;

  @IsOptional()
  @IsDueDate()
  dueDate?: string | null;

  /** The name of the due date in answers; ignored if `dueDate` is sent and is not null. */
  @ValidateIf(({ dueDate, due_date }: CreateTodoDto) => (dueDate ?? null) === null && (due_date ?? null) !== null)
  @IsDueDate()
  due_date?: string | null;

  @IsOptional()
  @IsId()
  assignee?: string | null;

  @IsOptional()
  @IsId()
  createdBy?: string | null;

  @IsOptional()
  @IsStatus()
  status?: Status | null;
}
