import { IsOptional } from 'class-validator';
import { IsId } from '../../common/validation/mongo-id.js';

/** The query string of a list; an unknown parameter is ignored. */
export class ListTodosDto {
  @IsOptional()
  @IsId()
  assignee?: string;
}
