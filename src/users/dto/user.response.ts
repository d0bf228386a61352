import type { User } from '../user.js';

/** A user as shown to themselves and to callers who know the email. Names that are not set are left out. */
export class UserResponse {
  id!: string;
  email!: string;
  firstName?: string;
  lastName?: string;

  static from({ id, email, firstName, lastName }: User): UserResponse {
    return { id, email, firstName, lastName };
  }
}

/** A user as shown to every caller who knows the id: without the email. */
export class PublicUserResponse {
  id!: string;
  firstName?: string;
  lastName?: string;

  static from({ id, firstName, lastName }: User): PublicUserResponse {
    return { id, firstName, lastName };
  }
}

/** The `data` of a look-up. */
export class UsersResponse {
  static from(users: User[]): UserResponse[] {
    return users.map((user) => UserResponse.from(user));
  }
}
