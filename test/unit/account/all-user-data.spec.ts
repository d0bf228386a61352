import { Injectable, Scope } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { AllUserData } from '../../../src/account/all-user-data.js';
import { HoldsUserData, type UserData } from '../../../src/user-data.js';

const erased: string[] = [];

@Injectable()
@HoldsUserData()
class Notes implements UserData {
  async eraseUser(userId: string): Promise<void> {
    erased.push(`notes of ${userId}`);
  }
}

@Injectable()
@HoldsUserData()
class Labels implements UserData {
  async eraseUser(userId: string): Promise<void> {
    erased.push(`labels of ${userId}`);
  }
}

@Injectable({ scope: Scope.REQUEST })
@HoldsUserData()
class Drafts extends Notes {}

const appWith = (...features: (new () => UserData)[]) =>
  Test.createTestingModule({ imports: [DiscoveryModule], providers: [AllUserData, ...features] }).compile();

it('all features that hold data of users are found, and each erases once', async () => {
  const app = await (await appWith(Notes, Labels)).init();
  await app.get(AllUserData).eraseUser('ada');
  expect(erased.toSorted()).toEqual(['labels of ada', 'notes of ada']);
  await app.close();
});

it('a provider that lives for one request only is refused at the start', async () => {
  const module = await appWith(Notes, Drafts);
  await expect(module.init()).rejects.toThrow('Drafts holds data of users, so it must not be request-scoped');
});
