/** The longest title, in characters. */
export const TITLE_MAX = 255;

/** The longest description, in characters. */
export const DESCRIPTION_MAX = 10_000;

/** The orders of a list; a minus means descending. */
export const SORTS = ['created_at', '-created_at', 'due_date', '-due_date'] as const;
