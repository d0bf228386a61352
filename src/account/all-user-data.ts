import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { HoldsUserData, type UserData } from '../user-data.js';

/** Erases a user's data in all features, which are found by `@HoldsUserData`. */
@Injectable()
export class AllUserData implements OnModuleInit, UserData {
  private readonly holders = new Set<UserData>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error when a provider lives for one request only, since none would be there to erase with */
  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: HoldsUserData.KEY })) {
      if (!wrapper.isDependencyTreeStatic())
        throw new Error(`${String(wrapper.name)} holds data of users, so it must not be request-scoped`);
      this.holders.add(wrapper.instance as UserData);
    }
  }

  async eraseUser(userId: string): Promise<void> {
    for (const holder of this.holders) await holder.eraseUser(userId);
  }
}
