import type { Shape } from '../../database/move/store.js';

/** A document has no mark of erasing, where a row has 0. */
export const userShape: Shape = {
  table: 'users',
  toDocument: ({ id, erasing, ...row }) => ({ _id: id, ...row, erasing: erasing || null }),
  toRow: ({ _id, ...document }) => ({ id: _id, ...document, erasing: document.erasing ?? 0 }),
};
