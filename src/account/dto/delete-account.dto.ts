import { IsText } from '../../validation/is-text.js';

/** What proves that the owner of an account deletes it. */
export class DeleteAccountDto {
  @IsText()
  currentPassword!: string;
}
