import { ValidateIf } from 'class-validator';
import { IsText } from '../../validation/is-text.js';
import { NotNullIfSent } from '../../validation/optional.js';
import { IsNewPassword } from '../../users/dto/is-new-password.js';
import { IsName } from '../../users/dto/person-fields.js';

/** An edit of one's own account: what is not sent stays; null or a blank clears a name. */
export class UpdateAccountDto {
  @IsName()
  firstName?: string | null;

  @IsName()
  lastName?: string | null;

  @NotNullIfSent()
  @IsNewPassword()
  password?: string;

  /** Needed with a new password, and looked at with nothing else. */
  @ValidateIf(({ password }: UpdateAccountDto) => password !== undefined)
  @IsText()
  currentPassword?: string;
}
