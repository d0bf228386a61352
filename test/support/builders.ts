import { randomBytes } from 'node:crypto';
import type { Session } from '../../src/auth/session.js';
import type { TodoOrder } from '../../src/todo/list/todo-list.js';
import type { Todo } from '../../src/todo/todo.js';
import type { User } from '../../src/users/user.js';

/** The body of a registration. */
export interface SignUp {
  email: string;
  password: string;
  firstName?: string | null;
  lastName?: string | null;
}

/** 24 random hex digits. */
export const anId = (): string => randomBytes(12).toString('hex');

export const anEmail = (): string => `user-${anId()}@mail.com`;

export const signUp = (over: Partial<SignUp> = {}): SignUp => ({ email: anEmail(), password: 'Abcde_12345', ...over });

export const aUser = (over: Partial<User> = {}): User => ({
  id: anId(),
  email: anEmail(),
  passwordHash: '$2b$04$not.a.real.hash',
  createdAt: new Date(),
  updatedAt: new Date(),
  ...over,
});

export const aSession = (over: Partial<Session> = {}): Session => ({
  id: anId(),
  userId: anId(),
  expiresAt: new Date(Date.now() + 3_600_000),
  ...over,
});

export function aTodo(over: Partial<Todo> = {}): Todo {
  const owner = over.owner ?? anId();
  const createdAt = over.createdAt ?? new Date();
  return {
    id: anId(),
    owner,
    createdBy: owner,
    title: 'something',
    status: 'todo',
    createdAt,
    updatedAt: createdAt,
    version: 1,
    ...over,
  };
}

/** The order of the list in the seed document. */
export const OLDEST_FIRST: TodoOrder = { key: 'created', descending: false };
