import type { User } from '../user.js';

/** A user as they see themselves, and as who knows their email sees them; names that were not given are left out. */
export class UserResponse {
  id!: string;
  email!: string;
  firstName?: string;
  lastName?: string;

  static from({ id, email, firstName, lastName }: User): UserResponse {
    return { id, email, firstName, lastName };
  }
}

/** A user as everybody sees them who knows their id. */
export class PublicUserResponse {
  id!: string;
  firstName?: string;
  lastName?: string;

  static from({ id, firstName, lastName }: User): PublicUserResponse {
    return { id, firstName, lastName };
  }
}

/** The users that a look-up found. */
export class UsersResponse {
  static from(users: User[]): UserResponse[] {
    return users.map((user) => UserResponse.from(user));
  }
}
