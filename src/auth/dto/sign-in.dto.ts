import { IsText } from '../../common/validation/is-text.js';
import { NormalEmail } from '../../common/validation/trimmed.js';

/** The seed's SignInReq. */
export class SignInDto {
  @NormalEmail()
  @IsText()
  email!: string;

  @IsText()
  password!: string;
}
