import type { TodoQuery, Viewer } from '../todo.js';

type Params = Record<string, string | number>;

/** The bare parameter would have SQLite plan the statement anew whenever it is bound, to look at its value. */
const LIMIT = ':limit + 0';

/** Who sees a todo. Both kinds of installation bind `:me`. */
export const visible = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : '(owner = :me OR assignee = :me)');
/** Who may remove a todo. */
export const owned = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : 'owner = :me');

/** Only at one of `:versions`, a JSON array, so that the statement stays the same however many there are. */
export const atVersion = (versions: readonly number[] | undefined) =>
  versions && {
    sql: 'AND version IN (SELECT value FROM json_each(:versions))',
    params: { versions: JSON.stringify(versions) },
  };

/**
 * The branches of a list, each served by one index: `owner = ? OR assignee = ?` in one branch would scan.
 * An assignee who is not the viewer leaves only the viewer's own todos to be seen.
 */
function branches({ id, everyone }: Viewer, assignee: string | undefined): string[] {
  if (everyone) return [assignee === undefined ? ':me IS NOT NULL' : ':me IS NOT NULL AND assignee = :assignee'];
  if (assignee === id) return ['assignee = :me AND :assignee IS NOT NULL'];
  if (assignee !== undefined) return ['owner = :me AND assignee = :assignee'];
  return ['owner = :me', 'assignee = :me AND owner <> :me'];
}

/** The bounds of the key: those of the due range, and that of the position, which takes the place of the one it passes. */
function bounds({ order: { descending }, after, due }: TodoQuery, key: string): { sql: string; params: Params } {
  const { from = -Infinity, to = Infinity } = due ?? {};
  const position = after && (descending ? after.at < to : after.at >= from) ? after : undefined;
  const parts: [sql: string, params: Params][] = [];
  if (position) parts.push([`(${key}, id) ${descending ? '<' : '>'} (:at, :id)`, { at: position.at, id: position.id }]);
  if (due && (descending || !position)) parts.push([`${key} >= :from`, { from }]);
  if (due && (!descending || !position)) parts.push([`${key} < :to`, { to }]);
  return {
    sql: parts.map(([sql]) => `AND ${sql}`).join(' '),
    params: Object.assign({}, ...parts.map(([, params]) => params)) as Params,
  };
}

/** The statement of one page and its parameters: a merge of the branches, one for each status that is asked for. */
export function pageQuery(viewer: Viewer, query: TodoQuery): { sql: string; params: Params } {
  const { assignee, statuses, order, limit } = query;
  const key = order.key === 'created' ? 'created_at' : 'due_key';
  const bound = bounds(query, key);
  const by = statuses ? statuses.map((_, index) => `AND status = :status${index}`) : [''];
  const selects = branches(viewer, assignee).flatMap((branch) =>
    by.map((status) => `SELECT * FROM todos WHERE ${branch} ${status} ${bound.sql}`),
  );
  const direction = order.descending ? 'DESC' : 'ASC';
  const params: Params = { me: viewer.id, limit, ...bound.params };
  if (assignee !== undefined) params.assignee = assignee;
  statuses?.forEach((status, index) => (params[`status${index}`] = status));
  return { sql: `${selects.join(' UNION ALL ')} ORDER BY ${key} ${direction}, id ${direction} LIMIT ${LIMIT}`, params };
}
