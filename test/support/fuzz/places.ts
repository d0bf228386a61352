import { createHash } from 'node:crypto';

/**
 * What a generated request cannot know. The sender puts the real values into target, headers and body. "My" is of the one who
 * sends, "her" of somebody else.
 */
export const PLACES = {
  myTodo: 'ffffffffffffffffffffff01',
  herTodo: 'ffffffffffffffffffffff02',
  /** A todo of a third person, which was assigned to the one who sends. */
  assignedTodo: 'ffffffffffffffffffffff05',
  me: 'ffffffffffffffffffffff03',
  her: 'ffffffffffffffffffffff04',
  myEmail: 'my-place@mail.com',
  herEmail: 'her-place@mail.com',
  myToken: 'the.token.place',
  cursor: 'the-cursor-place',
} as const;

/** The place of the id of the last thing that the sender added, by the parameter of the paths that name it. */
export const placeOfAdded = (parameter: string): string =>
  createHash('sha256').update(parameter).digest('hex').slice(0, 24);

/** The real values of the places. */
export type Placed = Record<keyof typeof PLACES, string>;

const NAMES = Object.keys(PLACES) as (keyof Placed)[];

/** Puts the real values into a text. */
export const place = (text: string, values: Placed): string =>
  NAMES.reduce((result, name) => result.replaceAll(PLACES[name], () => values[name]), text);
