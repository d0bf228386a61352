import type { Params } from '../../../database/sqlite/edits.js';
import { type Bounds, boundsOf, combinationsOf, isGiven, type TodoOrder, type TodoPage } from '../../list/todo-list.js';
import type { Viewer } from '../../todo.js';
import { COLUMNS } from './todo.rows.js';

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
function conditions({ from, to, after }: Bounds, { descending }: TodoOrder, key: string): string {
  const parts = [
    after && `AND (${key}, id) ${descending ? '<' : '>'} (:at, :id)`,
    from !== undefined && `AND ${key} >= :from`,
    to !== undefined && `AND ${key} < :to`,
  ];
  return parts.filter(Boolean).join(' ');
}

/**
 * The statement of one page. It merges the branches, each once for every combination of values that is asked for. The index
 * is named, since SQLite does not know the values and would for example filter a due range by status. The indexes of a shared
 * board are not named, since other installations do not have them.
 */
function pageSql(viewer: Viewer, page: TodoPage, bounds: Bounds): string {
  const { assignee, order } = page;
  const key = order.key === 'created' ? 'created_at' : 'due_key';
  // A union is ordered by a column that it selects.
  const columns = order.key === 'created' ? COLUMNS : `${COLUMNS}, ${key}`;
  const bound = conditions(bounds, order, key);
  const filters = combinationsOf(viewer, page).map((values, index) =>
    Object.keys(values).map((name) => `AND ${name} = :${name}${index}`),
  );
  const byStatus = page.filters?.status !== undefined && !isGiven(viewer, page);
  const selects = branches(viewer, assignee).flatMap(({ where, index }) => {
    const by = index && `INDEXED BY todos${index}${byStatus ? '_status' : ''}_${order.key}`;
    return filters.map((filter) => `SELECT ${columns} FROM todos ${by} WHERE ${where} ${filter.join(' ')} ${bound}`);
  });
  const direction = order.descending ? 'DESC' : 'ASC';
  return `${selects.join(' UNION ALL ')} ORDER BY ${key} ${direction}, id ${direction} LIMIT ${LIMIT}`;
}

/** All that the text of the statement depends on. */
function keyOf({ id, everyone }: Viewer, { assignee, filters, order }: TodoPage, { from, to, after }: Bounds): string {
  const whose = assignee === undefined ? 'any' : assignee === id ? 'mine' : 'other';
  const bounds = `${from !== undefined} ${to !== undefined} ${after !== undefined}`;
  const values = Object.entries(filters ?? {}).map(([name, some]) => `${name}${some.length}`);
  return `todos ${everyone} ${whose} ${values.join()} ${order.key} ${order.descending} ${bounds}`;
}

/** The parameters of the statement, but for `limit`. */
function paramsOf(viewer: Viewer, page: TodoPage, { from, to, after }: Bounds): Params {
  const params: Params = { me: viewer.id };
  if (page.assignee !== undefined) params.assignee = page.assignee;
  if (from !== undefined) params.from = from;
  if (to !== undefined) params.to = to;
  if (after) Object.assign(params, { at: after.at, id: after.id });
  combinationsOf(viewer, page).forEach((values, index) => {
    for (const [name, value] of Object.entries(values)) params[`${name}${index}`] = value;
  });
  return params;
}

/** The statement of one page, a key of its text, and its parameters, but for `limit`. */
export function pageQuery(viewer: Viewer, page: TodoPage): { key: string; sql: () => string; params: Params } {
  const bounds = boundsOf(page);
  return {
    key: keyOf(viewer, page, bounds),
    sql: () => pageSql(viewer, page, bounds),
    params: paramsOf(viewer, page, bounds),
  };
}
