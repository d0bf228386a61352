import type { Params } from '../../../database/sqlite/edits.js';
import { boundsOf, type TodoPage } from '../../list/todo-list.js';
import { STATUSES, type Viewer } from '../../todo.js';

/** With a bare `:limit` SQLite looks at its value, and so plans the statement again each time it is bound. */
const LIMIT = ':limit + 0';

/** The condition under which the viewer sees a todo. It binds `:me` in both kinds of installation. */
export const visible = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : '(owner = :me OR assignee = :me)');
/** The condition under which the viewer may remove a todo. */
export const owned = ({ everyone }: Viewer) => (everyone ? ':me IS NOT NULL' : 'owner = :me');

/** One SELECT of a list. */
interface Branch {
  where: string;
  /** The first columns of its index, as they stand in the name of the index. */
  index: '' | '_owner' | '_assignee' | '_owner_assignee_status';
}

/**
 * The branches of a list, each served by one index. `owner = ? OR assignee = ?` in one branch would scan the table. A todo
 * that the viewer owns and is assigned to comes from both branches, since a condition that leaves it out of one would read
 * past all such todos. Where the assignee is somebody else, the viewer sees only todos that they own.
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
 * The statement of one page and its parameters. It merges the branches, each once for every status that is asked for. The
 * index is named, since SQLite does not know the values and would for example filter a due range by status. The indexes of a
 * shared board are not named, since other installations do not have them.
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
