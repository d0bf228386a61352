/** One sign-in: a token counts as long as its session is stored. */
export interface Session {
  /** The token's `jti`. */
  id: string;
  userId: string;
  expiresAt: Date;
}
