import { IsOptional } from 'class-validator';
import { IsText } from '../../validation/is-text.js';

/** The seed's SignOutReq. */
export class SignOutDto {
  /** The token to revoke; by default the one in the Authorization header. */
  @IsOptional()
  @IsText()
  token?: string | null;
}
