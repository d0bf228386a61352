/** The three states of a todo, in the seed's words. */
export const STATUSES = ['todo', 'inprogress', 'done'] as const;
export type Status = (typeof STATUSES)[number];

/** A thing to do. */
export interface Todo {
  id: string;
  /** Who added it, and alone may delete it; never answered, never changed. */
  owner: string;
  /** Whom it is given to; sees and edits it. */
  assignee?: string;
  /** A label that the client fills; gives no rights. */
  createdBy: string;
  title: string;
  description?: string;
  status: Status;
  dueDate?: Date;
  createdAt: Date;
  updatedAt: Date;
  /** 1 when it is added; grows with every edit that changes something. */
  version: number;
}

/** What an edit sets. */
export interface TodoChanges {
  status?: Status;
}

/** Whose eyes a repository looks through. */
export interface Viewer {
  id: string;
  /** Whether every todo is theirs to see, as on a shared board. */
  everyone: boolean;
}

/** The part of a list that is asked for; lists are in the order of `created_at`, then `id`. */
export interface TodoQuery {
  assignee?: string;
  /** Only what comes after this todo, which need not exist any more. */
  after?: Pick<Todo, 'id' | 'createdAt'>;
  limit: number;
}
