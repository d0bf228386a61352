import { trusted, Types } from 'mongoose';
import { NO_DUE_DATE, type TodoChanges, type TodoQuery, type Viewer } from '../todo.js';

export type Filter = Record<string, unknown>;

export const oid = (id: string) => new Types.ObjectId(id);

/** Who sees a todo. */
export const visible = ({ id, everyone }: Viewer): Filter =>
  everyone ? {} : { $or: [{ owner: oid(id) }, { assignee: oid(id) }] };
/** Who may remove a todo. */
export const owned = ({ id, everyone }: Viewer): Filter => (everyone ? {} : { owner: oid(id) });

/** Only at one of these versions. */
export const atVersion = (versions: readonly number[] | undefined): Filter =>
  versions === undefined ? {} : { version: trusted({ $in: versions }) };

/** The branches of a list, each served by one index. An assignee who is not the viewer leaves only the viewer's own todos. */
function branches(viewer: Viewer, assignee: string | undefined): Filter[] {
  const me = oid(viewer.id);
  if (viewer.everyone) return [assignee === undefined ? {} : { assignee: oid(assignee) }];
  if (assignee === viewer.id) return [{ assignee: me }];
  if (assignee !== undefined) return [{ owner: me, assignee: oid(assignee) }];
  return [{ owner: me }, { assignee: me }];
}

/**
 * The bounds of the key: those of the due range, and that of the position. The bound beside its tie-break keeps the scan
 * from starting at the beginning of the index.
 */
function bounds({ order: { descending }, after, due }: TodoQuery, key: string): Filter {
  const { from = -Infinity, to = Infinity } = due ?? {};
  const position = after && (descending ? after.at < to : after.at >= from) ? after : undefined;
  const range: Filter = {};
  if (due) Object.assign(range, { $gte: new Date(from), $lt: new Date(to) });
  if (!position) return due ? { [key]: trusted(range) } : {};
  const at = new Date(position.at);
  const [orEqual, beyond] = descending ? ['$lte', '$lt'] : ['$gte', '$gt'];
  if (descending) delete range.$lt;
  range[orEqual] = at;
  return {
    [key]: trusted(range),
    $or: [{ [key]: trusted({ [beyond]: at }) }, { _id: trusted({ [beyond]: oid(position.id) }) }],
  };
}

/** The filter and the order of one page. */
export function pageQuery(viewer: Viewer, query: TodoQuery): { filter: Filter; sort: Record<string, 1 | -1> } {
  const key = query.order.key === 'created' ? 'created_at' : 'due_key';
  const bound = bounds(query, key);
  const [status] = query.statuses ?? [];
  const by = query.statuses && { status: query.statuses.length === 1 ? status : trusted({ $in: query.statuses }) };
  const any = branches(viewer, query.assignee).map((branch) => ({ ...branch, ...by, ...bound }));
  const direction = query.order.descending ? -1 : 1;
  return { filter: any.length === 1 ? { ...any[0] } : { $or: any }, sort: { [key]: direction, _id: direction } };
}

/** The fields that an edit sets, those that it takes away, and the filter of todos on which it changes anything. */
export function editOf({ dueDate, assignee, ...texts }: TodoChanges) {
  const fields = {
    ...texts,
    assignee: assignee ? oid(assignee) : assignee,
    due_date: dueDate,
    due_key: dueDate === null ? new Date(NO_DUE_DATE) : dueDate,
  };
  const sent = Object.entries(fields).filter(([, value]) => value !== undefined);
  const set = Object.fromEntries(sent.filter(([, value]) => value !== null));
  const unset = Object.fromEntries(sent.filter(([, value]) => value === null).map(([field]) => [field, 1]));
  const differs = sent.map(([field, value]) => ({
    [field]: trusted(value === null ? { $exists: true } : { $ne: value }),
  }));
  return { set, unset, differs };
}
