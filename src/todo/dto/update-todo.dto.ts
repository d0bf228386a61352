import { IsOptional, ValidateIf } from 'class-validator';
import { IsDueDate } from '../../validation/due-date.js';
import { IsText } from '../../validation/is-text.js';
import { IsId } from '../../validation/is-id.js';
import { NotNullIfSent } from '../../validation/optional.js';
import type { Status } from '../todo.js';
import { IsStatus } from './is-status.js';
import { DESCRIPTION_MAX, TITLE_MAX } from './limits.js';

/** A JSON merge patch (RFC 7396): a property that is not sent does not change, and null clears it where that is allowed. */
export class UpdateTodoDto {
  @NotNullIfSent()
  @IsText({ max: TITLE_MAX, blank: false })
  title?: string;

  @IsOptional()
  @IsText({ max: DESCRIPTION_MAX })
  description?: string | null;

  @IsOptional()
  @IsDueDate()
  dueDate?: string | null;

  /** The name of the due date in answers; ignored if `dueDate` is sent. */
  @ValidateIf(({ dueDate }: UpdateTodoDto) => dueDate === undefined)
  @IsOptional()
  @IsDueDate()
  due_date?: string | null;

  @IsOptional()
  @IsId()
  assignee?: string | null;

  @NotNullIfSent()
  @IsStatus()
  status?: Status;
}
