import { IsOptional } from 'class-validator';
import { IsText } from '../../validation/is-text.js';

/** The seed's SignOutReq. */
export class SignOutDto {
  /** The token that is to end; the bearer header's when there is none. */
  @IsOptional()
  @IsText()
  token?: string | null;
}
