import type { Shape } from '../../database/move/store.js';
import { NO_DUE_DATE } from '../list/todo-list.js';

/** A document has one name of the seed, and stores the key that a row computes. */
export const todoShape: Shape = {
  table: 'todos',
  toDocument: ({ id, created_by, ...row }) => ({
    _id: id,
    ...row,
    createdBy: created_by,
    due_key: row.due_date ?? NO_DUE_DATE,
  }),
  toRow: ({ _id, createdBy, due_key: _, ...document }) => ({ id: _id, ...document, created_by: createdBy }),
};

/** A document has the owner and the key in its id. The todo of a row is always there. */
export const idempotencyKeyShape: Shape = {
  table: 'idempotency_keys',
  toDocument: ({ key, ...row }) => ({ _id: `${row.owner}:${key}`, ...row, done: 1 }),
  toRow: ({ _id, done: _, ...document }) => ({
    ...document,
    key: String(_id).slice(String(document.owner).length + 1),
  }),
};
