import { boundsOf, type TodoPage } from '../../list/todo-list.js';
import { STATUSES, type Viewer } from '../../todo.js';

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

/** A part of a list. */
interface Branch {
  where: string;
  /** The columns that its index begins with. */
  index: '' | '_owner' | '_assignee' | '_owner_assignee_status';
}

/**
 * The branches of a list, each served by one index: `owner = ? OR assignee = ?` in one branch would scan. A todo that the
 * viewer has and was given comes from both: to leave it out of one would mean to read past all of them.
 * An assignee who is not the viewer leaves only the viewer's own todos to be seen.
 */
function branches({ id, everyone }: Viewer, assignee: string | undefined): Branch[] {
  if (everyone && assignee === undefined) return [{ where: ':me IS NOT NULL', index: '' }];
  if (everyone) return [{ where: ':me IS NOT NULL AND assignee = :assignee', index: '_assignee' }];
  if (assignee === id) return [{ where: 'assignee = :me AND :assignee IS NOT NULL', index: '_assignee' }];
  if (assignee !== undefined)
    return [{ where: 'owner = :me AND assignee = :assignee', index: '_owner_assignee_status' }];
  return [
    { where: 'owner = :me', index: '_owner' },
    { where: 'assignee = :me', index: '_assignee' },
  ];
}

/** The bounds of the key as conditions. */
function conditions(page: TodoPage, key: string): { sql: string; params: Params } {
  const { from, to, after } = boundsOf(page);
  const parts: [sql: string, params: Params][] = [];
  if (after)
    parts.push([`(${key}, id) ${page.order.descending ? '<' : '>'} (:at, :id)`, { at: after.at, id: after.id }]);
  if (from !== undefined) parts.push([`${key} >= :from`, { from }]);
  if (to !== undefined) parts.push([`${key} < :to`, { to }]);
  return {
    sql: parts.map(([sql]) => `AND ${sql}`).join(' '),
    params: Object.assign({}, ...parts.map(([, params]) => params)) as Params,
  };
}

/**
 * The statement of one page and its parameters: a merge of the branches, one for each status that is asked for. The index is
 * named, since SQLite knows nothing of the values and would, for one, rather filter a due range by its status; but for a
 * shared board's, which only a shared board has.
 */
export function pageQuery(viewer: Viewer, page: TodoPage): { sql: string; params: Params } {
  const { assignee, order, limit } = page;
  const key = order.key === 'created' ? 'created_at' : 'due_key';
  const bound = conditions(page, key);
  const parts = branches(viewer, assignee);
  const byStatus = parts.some(({ index }) => index === '_owner_assignee_status');
  const statuses = page.statuses ?? (byStatus ? STATUSES : undefined);
  const each = statuses ? statuses.map((_, index) => `AND status = :status${index}`) : [''];
  const selects = parts.flatMap(({ where, index }) => {
    const by = index && `INDEXED BY todos${index}${statuses && !byStatus ? '_status' : ''}_${order.key}`;
    return each.map((status) => `SELECT * FROM todos ${by} WHERE ${where} ${status} ${bound.sql}`);
  });
  const direction = order.descending ? 'DESC' : 'ASC';
  const params: Params = { me: viewer.id, limit, ...bound.params };
  if (assignee !== undefined) params.assignee = assignee;
  statuses?.forEach((status, index) => (params[`status${index}`] = status));
  return { sql: `${selects.join(' UNION ALL ')} ORDER BY ${key} ${direction}, id ${direction} LIMIT ${LIMIT}`, params };
}
