import { IsIn } from 'class-validator';
import { IsId } from '../../common/validation/mongo-id.js';
import { STATUSES, type Status } from '../todo.js';

/** The path of a status change. */
export class SetStatusDto {
  @IsId()
  todo_id!: string;

  @IsIn(STATUSES, { message: `$property must be one of ${STATUSES.join(', ')}` })
  status!: Status;
}
