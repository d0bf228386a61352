// What the contenders share: a todo as it is answered, and what their stores can do.
export const STATUSES = ['todo', 'inprogress', 'done'] as const;
export const SORTS = ['created_at', '-created_at', 'due_date', '-due_date'] as const;

/** A todo in an answer. */
export interface TodoAnswer {
  id: string;
  title: string;
  description?: string;
  status: string;
  due_date?: string;
  createdBy: string;
  assignee?: string;
  created_at: string;
  updated_at: string;
}

/** What a client sends to add a todo. */
export interface NewTodo {
  title: string;
  description?: string | null;
  dueDate?: string | null;
  assignee?: string | null;
  createdBy?: string | null;
  status?: string | null;
}

/** What a client sends to edit one. */
export type Edit = Partial<Omit<NewTodo, 'createdBy'>>;

/** Which todos a client wants, and in which order. */
export interface ListQuery {
  assignee?: string;
  status?: string | string[];
  sort?: (typeof SORTS)[number];
  limit?: number;
  cursor?: string;
}

/** The state of a user that a sign-in needs. */
export interface Account {
  id: string;
  email: string;
  hash: string;
}

type Maybe<T> = T | Promise<T>;

/** The database of a contender. */
export interface Store {
  hasSession(id: string, user: string): Maybe<boolean>;
  addSession(id: string, user: string, expiresAt: number): Maybe<unknown>;
  account(email: string): Maybe<Account | undefined>;
  find(me: string, id: string): Maybe<{ todo: TodoAnswer; version: number } | undefined>;
  list(me: string, query: ListQuery): Maybe<{ todos: TodoAnswer[]; next?: string }>;
  /** Adds a todo, or finds the one that was added under the key; undefined when the key belongs to another one. */
  add(me: string, todo: NewTodo, key?: string): Maybe<string | undefined>;
  /** The new version of a todo; undefined when there is none that this user sees. */
  change(me: string, id: string, edit: Edit): Maybe<number | undefined>;
}

/** The place of a todo in an order, as the client sends it back. */
export const toCursor = (at: number, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

export const fromCursor = (cursor: string): [at: number, id: string] =>
  JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, string];

/** The `Link` to the next page. */
export function linkTo(url: string, cursor: string): string {
  const [path = '', query] = url.split('?');
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return `<${path}?${params.toString()}>; rel="next"`;
}

/** The line by which a start is noticed; it is the line that our server logs. */
export function announce(port: number): void {
  console.log(JSON.stringify({ api: `http://127.0.0.1:${port}/api`, msg: 'listening' }));
}
