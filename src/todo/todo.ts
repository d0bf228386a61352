import type { Versions } from '../versions.js';

/** The three statuses of a todo, as the seed names them. */
export const STATUSES = ['todo', 'inprogress', 'done'] as const;
export type Status = (typeof STATUSES)[number];

/** The fields by which a list can be filtered, each with all of its values. */
export const FILTERS = { status: STATUSES } as const;
/** Some of the values of each field by which a list is filtered. */
export type Filters = { readonly [Name in keyof typeof FILTERS]?: readonly (typeof FILTERS)[Name][number][] };
/** One value for each field by which a list is filtered. */
export type Filtered = { readonly [Name in keyof Filters]: (typeof FILTERS)[Name][number] };

/** A todo. */
export interface Todo {
  id: string;
  /** The user who added it and who alone may delete it. It is never answered and never changes. */
  owner: string;
  /** The user it is assigned to, who may see and edit it. */
  assignee?: string;
  /** A label that the client may fill. It gives no rights. */
  createdBy: string;
  title: string;
  description?: string;
  status: Status;
  dueDate?: Date;
  createdAt: Date;
  updatedAt: Date;
  /** 1 when it is added. It grows with every edit that changes a value. */
  version: number;
}

/** The fields that an edit sets. Undefined leaves a field as it is, null clears it. */
export interface TodoChanges {
  title?: string;
  description?: string | null;
  dueDate?: Date | null;
  assignee?: string | null;
  status?: Status;
}

/** An edit of a todo. */
export interface TodoEdit {
  changes: TodoChanges;
  now: Date;
  /** The versions at which the edit may take place; undefined: all. */
  versions?: Versions;
}

/** The user for whom a repository reads and writes. */
export interface Viewer {
  id: string;
  /** Whether they see every todo, as on a shared board. */
  everyone: boolean;
}

/** The key under which a todo is added at most once (IETF draft idempotency-key-header). */
export interface AddOnce {
  key: string;
  /** A digest of the request: the same key must come with the same request. */
  digest: string;
  expiresAt: Date;
}
