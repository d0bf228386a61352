/** One sign-in. Its token is valid only as long as the session is stored. */
export interface Session {
  /** The token's `jti`. */
  id: string;
  userId: string;
  expiresAt: Date;
}
