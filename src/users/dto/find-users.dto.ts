import { IsEmailAddress } from './person-fields.js';

/** The query string of a look-up. */
export class FindUsersDto {
  @IsEmailAddress()
  email!: string;
}
