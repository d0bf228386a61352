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

/** What an edit sets: undefined leaves a field as it is, null clears it. */
export interface TodoChanges {
  title?: string;
  description?: string | null;
  dueDate?: Date | null;
  assignee?: string | null;
  status?: Status;
}

/** An edit, and when it is made. */
export interface TodoEdit {
  changes: TodoChanges;
  now: Date;
  /** Only where the todo is at one of these versions. */
  versions?: readonly number[];
}

/** Whose eyes a repository looks through. */
export interface Viewer {
  id: string;
  /** Whether every todo is theirs to see, as on a shared board. */
  everyone: boolean;
}

/** A todo that is added at most once for its key, see the IETF draft idempotency-key-header. */
export interface AddOnce {
  key: string;
  /** Of what was asked for: the same key must ask for the same. */
  digest: string;
  expiresAt: Date;
}
