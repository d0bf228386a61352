import { IsOptional, ValidateIf } from 'class-validator';
import { IsText } from '../../common/validation/is-text.js';
import { NotNullIfSent } from '../../common/validation/optional.js';
import { Trimmed } from '../../common/validation/trimmed.js';
import { IsNewPassword } from '../../users/dto/is-new-password.js';

/** An edit of one's own account: what is not sent stays; null or a blank clears a name. */
export class UpdateAccountDto {
  @IsOptional()
  @Trimmed()
  @IsText({ max: 100 })
  firstName?: string | null;

  @IsOptional()
  @Trimmed()
  @IsText({ max: 100 })
  lastName?: string | null;

  @NotNullIfSent()
  @IsNewPassword()
  password?: string;

  /** Needed with a new password, and looked at with nothing else. */
  @ValidateIf(({ password }: UpdateAccountDto) => password !== undefined)
  @IsText()
  currentPassword?: string;
}
