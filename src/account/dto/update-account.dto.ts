import { ValidateIf } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { NotNullIfSent } from '../../validation/optional.js';
import { IsNewPassword } from '../../users/dto/is-new-password.js';
import { IsName } from '../../users/dto/person-fields.js';

/** An edit of the caller's account. A property that is not sent does not change; null or blank text clears a name. */
export class UpdateAccountDto {
  @IsName()
  firstName?: string | null;

  @IsName()
  lastName?: string | null;

  @NotNullIfSent()
  @IsNewPassword()
  password?: string;

  /** Required with a new password, else ignored. */
  @ValidateIf(({ password }: UpdateAccountDto) => password !== undefined)
  @IsText()
  currentPassword?: string;
}
