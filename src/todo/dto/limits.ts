/** The longest title, in characters. */
export const TITLE_MAX = 255;

/** The longest description, in characters. */
export const DESCRIPTION_MAX = 10_000;

/** How many todos a client can ask for on one page of a list. */
export const PAGE_SIZE = { min: 1, max: 200 };

/** The orders of a list; a minus means descending. */
export const SORTS = ['created_at', '-created_at', 'due_date', '-due_date'] as const;
