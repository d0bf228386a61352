import { createHash } from 'node:crypto';
import type { Todo } from './todo.js';

/** Every try makes these anew. */
const MADE: ReadonlySet<string> = new Set<keyof Todo>(['id', 'owner', 'createdAt', 'updatedAt', 'version']);

/** These have a place in every digest, with or without a value. */
const FIRST = ['assignee', 'createdBy', 'title', 'description', 'status', 'dueDate'] as const;

/**
 * A digest of the fields that the client sent. A field that a later release adds counts only where it has a value: a retry may
 * reach another release than the first try did.
 */
export function digestOf(todo: Todo): string {
  const more = Object.entries(todo).filter(
    ([name, value]) => !MADE.has(name) && !(FIRST as readonly string[]).includes(name) && value !== undefined,
  );
  const asked = [...FIRST.map((name) => todo[name]), ...more];
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}
