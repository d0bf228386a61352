import { IsSignInEmail } from '../../users/dto/person-fields.js';
import { IsText } from '../../validation/is-text.js';

/** The seed's SignInReq. */
export class SignInDto {
  @IsSignInEmail()
  email!: string;

  @IsText()
  password!: string;
}
