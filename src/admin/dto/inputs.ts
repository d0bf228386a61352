import { IsBoolean, IsOptional } from 'class-validator';
import { IsNewPassword } from '../../users/dto/is-new-password.js';
import { IsName } from '../../users/dto/person-fields.js';
import { IsText } from '../../validation/is-text.js';
import { Trimmed } from '../../validation/trimmed.js';

/** A user by their email or id. */
export class UserInput {
  @Trimmed()
  @IsText({ blank: false })
  user!: string;
}

export class ListUsersInput {
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;
}

/** An empty name is cleared. */
export class RenameInput extends UserInput {
  @IsName()
  firstName?: string | null;

  @IsName()
  lastName?: string | null;
}

export class SetPasswordInput extends UserInput {
  @IsNewPassword()
  password!: string;
}

export class SessionInput {
  @IsText({ blank: false })
  session!: string;
}

/** A user, an address, or both. */
export class LimitsInput {
  @IsOptional()
  @Trimmed()
  @IsText({ blank: false })
  user?: string;

  @IsOptional()
  @Trimmed()
  @IsText({ blank: false })
  address?: string;
}
