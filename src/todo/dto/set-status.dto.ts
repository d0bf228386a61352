import { IsId } from '../../validation/is-id.js';
import type { Status } from '../todo.js';
import { IsStatus } from './is-status.js';

/** The path of a status change. */
export class SetStatusDto {
  @IsId()
  todo_id!: string;

  @IsStatus()
  status!: Status;
}
