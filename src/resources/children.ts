import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/**
 * Stands on the provider of a feature whose things belong to things of another feature, and names the service of that one:
 * `@ChildrenOf(TodoService)`. The provider implements `Children`.
 */
export const ChildrenOf = DiscoveryService.createDecorator<Type>();

/** Things that belong to things of another feature. */
export interface Children {
  /** Removes all that belong to a thing that is gone. A call that stopped halfway can be repeated. */
  removeChildren(parentId: string): Promise<void>;
}

/** Removes the children of a thing in all features, which are found by `@ChildrenOf`. */
@Injectable()
export class AllChildren implements OnModuleInit {
  private readonly holders = new Map<Type, Set<Children>>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error when a provider lives for one request only, since none would be there to remove with */
  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: ChildrenOf.KEY })) {
      if (!wrapper.isDependencyTreeStatic())
        throw new Error(`${String(wrapper.name)} holds children, so it must not be request-scoped`);
      const parent = this.discovery.getMetadataByDecorator(ChildrenOf, wrapper);
      if (parent) this.holders.set(parent, (this.holders.get(parent) ?? new Set()).add(wrapper.instance as Children));
    }
  }

  /** Removes what belongs to a thing of the feature with this service. */
  async remove(parent: Type, parentId: string): Promise<void> {
    for (const holder of this.holders.get(parent) ?? []) await holder.removeChildren(parentId);
  }
}
