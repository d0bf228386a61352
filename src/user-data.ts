import { DiscoveryService } from '@nestjs/core';

/**
 * Stands on the provider of a feature that removes what the feature holds of a user, so that erasing an account finds it. The
 * provider implements `UserData`.
 */
export const HoldsUserData = DiscoveryService.createDecorator();

/** The data that a feature holds of a user. */
export interface UserData {
  /**
   * Removes everything that names the user, or belongs to them. It runs before the user is removed and again afterwards, and
   * once more when a crash has cut it short.
   */
  eraseUser(userId: string): Promise<void>;
}
