import type { Status, Todo } from '../../../src/todo/todo.ts';
import type { Stores } from './stores.ts';

export const TODOS = 100_000;
/** Todos that the caller takes part in. */
export const MINE = 15_000;
export const DAY_MS = 86_400_000;
/** The first due date, and when the first todo was added. */
export const FIRST_DUE = Date.UTC(2026, 0, 1);

const idOf = (kind: string, index: number): string => kind.padEnd(8, '0') + index.toString(16).padStart(16, '0');

export const ME = idOf('a', 1);
/** Somebody to whom the caller has given a few todos, and others a great many. */
export const COLLEAGUE = idOf('b', 1);
/** Somebody who has given all their todos to themselves. */
export const SELF = idOf('f', 1);
export const EMAIL = 'me@mail.com';
export const SESSION = 'the-session-of-the-caller';
const OTHERS = 500;
/** One of the many others. */
export const other = (index: number): string => idOf('c', index % OTHERS);

/** A number from 0 to 1 that looks random and is the same in every run. */
const scattered = (index: number): number => (Math.imul(index + 1, 2_654_435_761) >>> 0) / 2 ** 32;

/** The owner and the assignee of a todo: mine, given to me, both, mine given to the colleague, other people's. */
function people(index: number): Pick<Todo, 'owner' | 'assignee'> {
  const kind = Math.floor(scattered(index * 7) * 100);
  if (index % Math.round(TODOS / MINE) > 0 || index / Math.round(TODOS / MINE) >= MINE) {
    if (index % 10 === 1) return { owner: SELF, assignee: SELF };
    const assignee = kind < 30 ? COLLEAGUE : kind < 60 ? other(index * 3 + 1) : undefined;
    return { owner: other(index), assignee };
  }
  if (kind < 40) return { owner: ME };
  if (kind < 65) return { owner: other(index), assignee: ME };
  if (kind < 90) return { owner: ME, assignee: ME };
  return { owner: ME, assignee: kind < 97 ? COLLEAGUE : other(index) };
}

const statusOf = (random: number): Status => (random < 0.7 ? 'todo' : random < 0.95 ? 'inprogress' : 'done');

/** One of the todos: eight are added in the same millisecond, a third is undated, and due dates are shared as well. */
export function todoOf(index: number): Todo {
  const createdAt = new Date(FIRST_DUE - TODOS * 1_000 + Math.floor(index / 8));
  const day = Math.floor(scattered(index * 3) * 365);
  const { owner, assignee } = people(index);
  return {
    id: idOf('d', Math.floor(scattered(index) * 2 ** 32) * 2 ** 20 + index),
    owner,
    assignee,
    createdBy: owner,
    title: `Todo ${index}`,
    status: statusOf(scattered(index * 5)),
    dueDate: index % 3 === 0 ? undefined : new Date(FIRST_DUE + day * DAY_MS),
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

async function inParts(count: number, size: number, one: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += size) {
    await Promise.all(Array.from({ length: Math.min(size, count - from) }, (_, index) => one(from + index)));
  }
}

/** Fills an engine through its own repositories, so that its data is as the product stores it. */
export async function fill({ todos, users, sessions }: Stores): Promise<void> {
  const [now, expiresAt] = [new Date(), new Date(Date.now() + DAY_MS)];
  await inParts(TODOS, 1_000, (index) => todos.add(todoOf(index)));
  await inParts(1_000, 250, (index) => {
    const [id, email] = index === 0 ? [ME, EMAIL] : [other(index), `user-${index}@mail.com`];
    const user = { id: index === 0 ? id : idOf('e', index), email, passwordHash: 'x', createdAt: now, updatedAt: now };
    return Promise.all([
      users.add(user),
      sessions.add({ id: index === 0 ? SESSION : `session-${index}`, userId: id, expiresAt }),
    ]);
  });
}
