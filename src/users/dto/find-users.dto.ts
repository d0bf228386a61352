import { IsEmail, MaxLength } from 'class-validator';
import { IsText } from '../../common/validation/is-text.js';
import { NormalEmail } from '../../common/validation/trimmed.js';

/** The query string of a look-up. */
export class FindUsersDto {
  @NormalEmail()
  @IsEmail()
  @MaxLength(254)
  @IsText()
  email!: string;
}
