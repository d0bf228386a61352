import { IsText } from '../../validation/is-text.js';
import { NormalEmail } from '../../validation/trimmed.js';

/** The seed's SignInReq. */
export class SignInDto {
  @NormalEmail()
  @IsText()
  email!: string;

  @IsText()
  password!: string;
}
