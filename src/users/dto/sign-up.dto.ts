import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsText } from '../../common/validation/is-text.js';
import { NormalEmail, Trimmed } from '../../common/validation/trimmed.js';
import { IsNewPassword } from './is-new-password.js';

/** The seed's SignUpReq. */
export class SignUpDto {
  @IsOptional()
  @Trimmed()
  @IsText({ max: 100 })
  firstName?: string | null;

  @IsOptional()
  @Trimmed()
  @IsText({ max: 100 })
  lastName?: string | null;

  @NormalEmail()
  @IsEmail()
  @MaxLength(254)
  @IsText()
  email!: string;

  @IsNewPassword()
  password!: string;
}
