/** The `data` of a sign-in: the token itself. */
export class SignInResponse {
  static from({ token }: { token: string }): string {
    return token;
  }
}

/** The `data` of a sign-out: an empty object. */
export class SignOutResponse {
  static from(): object {
    return {};
  }
}
