import { IsNewPassword } from './is-new-password.js';
import { IsEmailAddress, IsName } from './person-fields.js';

/** The seed's SignUpReq. */
export class SignUpDto {
  @IsName()
  firstName?: string | null;

  @IsName()
  lastName?: string | null;

  @IsEmailAddress()
  email!: string;

  @IsNewPassword()
  password!: string;
}
