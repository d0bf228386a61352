import { Injectable, Scope } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { AllChildren, type Children, ChildrenOf } from '../../../src/resources/children.js';

class Todos {}
class Lists {}
const removed: string[] = [];

@Injectable()
@ChildrenOf(Todos)
class Comments implements Children {
  async removeChildren(parentId: string): Promise<void> {
    removed.push(`comments of ${parentId}`);
  }
}

@Injectable()
@ChildrenOf(Todos)
class Files implements Children {
  async removeChildren(parentId: string): Promise<void> {
    removed.push(`files of ${parentId}`);
  }
}

@Injectable({ scope: Scope.REQUEST })
@ChildrenOf(Todos)
class Drafts extends Files {}

const appWith = (...features: (new () => Children)[]) =>
  Test.createTestingModule({ imports: [DiscoveryModule], providers: [AllChildren, ...features] }).compile();

it('all features whose things belong to a thing are found, and each removes them once', async () => {
  const app = await (await appWith(Comments, Files)).init();
  await app.get(AllChildren).remove(Lists, 'a list');
  expect(removed).toEqual([]);
  await app.get(AllChildren).remove(Todos, 'a todo');
  expect(removed.toSorted()).toEqual(['comments of a todo', 'files of a todo']);
  await app.close();
});

it('a provider that lives for one request only is refused at the start', async () => {
  const module = await appWith(Comments, Drafts);
  await expect(module.init()).rejects.toThrow('Drafts holds children, so it must not be request-scoped');
});
