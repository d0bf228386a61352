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

/** What undated todos are ordered by: the last instant that a Date can hold, in milliseconds. */
export const NO_DUE_DATE = 8_640_000_000_000_000;

/** The order of a list; equal keys by id in the same direction. */
export interface TodoOrder {
  key: 'created' | 'due';
  descending: boolean;
}

/** A place in an order, which need not be a todo any more. */
export interface Position {
  /** Milliseconds of the key; `NO_DUE_DATE` for undated todos. */
  at: number;
  id: string;
}

/** Which todos a list has. */
export interface TodoFilter {
  assignee?: string;
  /** One or more of the three; undefined: all. */
  statuses?: readonly Status[];
  /** Milliseconds, the first included and the second not; leaves undated todos out, and goes with the order by due date. */
  due?: { from: number; to: number };
}

/** A part of a list. */
export interface TodoQuery extends TodoFilter {
  order: TodoOrder;
  /** Only what comes after this. */
  after?: Position;
  limit: number;
}

/** The place of a todo in an order. */
export const positionOf = ({ id, createdAt, dueDate }: Todo, { key }: TodoOrder): Position => ({
  at: key === 'created' ? createdAt.getTime() : (dueDate?.getTime() ?? NO_DUE_DATE),
  id,
});

/** A todo that is added at most once for its key, see the IETF draft idempotency-key-header. */
export interface AddOnce {
  key: string;
  /** Of what was asked for: the same key must ask for the same. */
  digest: string;
  expiresAt: Date;
}
