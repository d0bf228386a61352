import { IsOptional, ValidateIf } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { Trimmed } from '../../validation/trimmed.js';
import { IsNewPassword } from '../../users/dto/is-new-password.js';
import { IsName } from '../../users/dto/person-fields.js';

/**
 * An edit of the caller's account. A property that is not sent does not change; null or blank text clears a name, and
 * elsewhere null counts as absent.
 */
export class UpdateAccountDto {
  @IsName()
  firstName?: string | null;

  @IsName()
  lastName?: string | null;

  /** It cannot change, but a client may send back what it has read. */
  @Trimmed()
  @IsOptional()
  @IsText()
  email?: string | null;

  @IsOptional()
  @IsNewPassword()
  password?: string | null;

  /** Required with a new password, else ignored. */
  @ValidateIf(({ password }: UpdateAccountDto) => (password ?? null) !== null)
  @IsText()
  currentPassword?: string | null;
}
