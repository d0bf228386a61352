import { IsText } from '../../validation/is-text.js';

/** The password proves that the owner of the account deletes it. */
export class DeleteAccountDto {
  @IsText()
  currentPassword!: string;
}
