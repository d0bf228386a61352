// The users and todos that every contender begins with. All sign and verify with one key, so one token goes to all of them.
import { randomUUID } from 'node:crypto';
import { forge, HEADER } from '../test/support/tokens.ts';

export const SECRET = 'the signing key of the bench, long enough for it';
export const PASSWORD = 'correct horse';

const STATUSES = ['todo', 'inprogress', 'done'] as const;
const HOUR_MS = 3_600_000;
const FIRST = Date.parse('2026-01-01T00:00:00.000Z');
const SESSION_SECONDS = 12 * 60 * 60;

/** A user with a session. */
export interface Person {
  id: string;
  email: string;
  /** The id of the session. */
  jti: string;
  token: string;
}

/** A todo as the fixture has it; times are in milliseconds. */
export interface FixtureTodo {
  id: string;
  owner: string;
  assignee?: string;
  title: string;
  description: string;
  status: string;
  dueDate?: number;
  createdAt: number;
}

const hex = (prefix: string, n: number): string => prefix + n.toString(16).padStart(24 - prefix.length, '0');

function person(n: number): Person {
  const [id, email, jti] = [hex('65a', n), `user${n}@example.com`, randomUUID()];
  const iat = Math.floor(Date.now() / 1000);
  const claims = { id, name: email, email, iat, exp: iat + SESSION_SECONDS, jti };
  return { id, email, jti, token: forge(HEADER, claims, SECRET) };
}

let made = 0;

/** The n-th todo of a user. Every fourth has no due date. */
const todo = (owner: Person, n: number, assignee?: Person): FixtureTodo => ({
  id: hex('65b', made++),
  owner: owner.id,
  assignee: assignee?.id,
  title: `Todo ${n}`,
  description: 'What there is to do',
  status: STATUSES[n % 3] ?? 'todo',
  dueDate: n % 4 === 3 ? undefined : FIRST + n * HOUR_MS,
  createdAt: FIRST + n * 1000,
});

const todos = (owner: Person, count: number, assignee?: Person): FixtureTodo[] =>
  Array.from({ length: count }, (_, n) => todo(owner, n, assignee));

/** How many todos the lists have. */
export const [FEW, SOME, MANY] = [20, 300, 10_000];

/** The users whose requests are measured, each for another kind. */
export const people = {
  /** Has 20 todos. */
  reader: person(1),
  /** Has given 20 of 40 todos to somebody. */
  giver: person(2),
  taker: person(3),
  /** Has 300 todos to page through. */
  pager: person(4),
  /** Has 10,000 todos. */
  hoarder: person(5),
  /** Adds todos. */
  writer: person(6),
  /** Has 20 todos to edit. */
  editor: person(7),
  /** Signs in. */
  signer: person(8),
};

const SLOW_LIST = 40_000;

/** Users who have 40,000 todos each. */
export const slowReaders = Array.from({ length: 5 }, (_, n) => person(20 + n));

export function* slowTodos(): Generator<FixtureTodo> {
  for (const reader of slowReaders) for (let n = 0; n < SLOW_LIST; n++) yield todo(reader, n);
}

/** What is stored of the people that are measured. */
export const measured = {
  todos: [
    ...todos(people.reader, FEW),
    ...todos(people.giver, FEW, people.taker),
    ...todos(people.giver, FEW),
    ...todos(people.pager, SOME),
    ...todos(people.hoarder, MANY),
    ...todos(people.editor, FEW),
  ],
};

/** The ids of a user's todos, the oldest first. */
export const idsOf = ({ id }: Person): string[] =>
  measured.todos.filter(({ owner }) => owner === id).map((one) => one.id);

/** Todos of other users, who have no sessions, as many each. */
export function* crowd(users: number, count: number): Generator<FixtureTodo> {
  const others = Array.from({ length: users }, (_, n) => ({ id: hex('65c', n) }) as Person);
  for (let n = 0; n < count; n++) yield todo(others[n % users] as Person, Math.floor(n / users));
}
