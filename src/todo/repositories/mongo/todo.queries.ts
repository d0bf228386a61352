import { trusted, Types } from 'mongoose';
import type { Versions } from '../../../http/request/preconditions.js';
import { boundsOf, NO_DUE_DATE, type TodoPage } from '../../list/todo-list.js';
import { STATUSES, type TodoChanges, type Viewer } from '../../todo.js';

export type Filter = Record<string, unknown>;

export const oid = (id: string) => new Types.ObjectId(id);

/** The filter of the todos that the viewer sees. */
export const visible = ({ id, everyone }: Viewer): Filter =>
  everyone ? {} : { $or: [{ owner: oid(id) }, { assignee: oid(id) }] };
/** The filter of the todos that the viewer may remove. */
export const owned = ({ id, everyone }: Viewer): Filter => (everyone ? {} : { owner: oid(id) });

/** The filter of the todos that are at one of the allowed versions. */
export function atVersion({ only, except }: Versions = {}): Filter {
  if (except === '*') return { version: trusted({ $in: [] }) };
  const conditions = { ...(only && { $in: only }), ...(except && { $nin: except }) };
  return only || except ? { version: trusted(conditions) } : {};
}

/** The branches of a list, each served by one index. Where the assignee is somebody else, the viewer sees only todos that they own. */
function branches(viewer: Viewer, assignee: string | undefined): Filter[] {
  const me = oid(viewer.id);
  if (viewer.everyone) return [assignee === undefined ? {} : { assignee: oid(assignee) }];
  if (assignee === viewer.id) return [{ assignee: me }];
  if (assignee !== undefined) return [{ owner: me, assignee: oid(assignee) }];
  return [{ owner: me }, { assignee: me }];
}

/**
 * The bounds of the key, as one or two ranges. The todos that share the key of the position are a range of their own: in one
 * range with the rest, a page in the midst of a thousand undated todos would begin at the first of them.
 */
function ranges(page: TodoPage, key: string): Filter[] {
  const { from, to, after } = boundsOf(page);
  const range: Filter = {};
  if (from !== undefined) range.$gte = new Date(from);
  if (to !== undefined) range.$lt = new Date(to);
  if (!after) return [page.due ? { [key]: trusted(range) } : {}];
  const at = new Date(after.at);
  const beyond = page.order.descending ? '$lt' : '$gt';
  return [
    { [key]: trusted({ ...range, $eq: at }), _id: trusted({ [beyond]: oid(after.id) }) },
    { [key]: trusted({ ...range, [beyond]: at }) },
  ];
}

/**
 * The filter and the order of one page. It merges the branches, each once for every status that is asked for, so that each is
 * a single range of an index. MongoDB would sort a branch with `$in` in memory.
 */
export function pageQuery(viewer: Viewer, page: TodoPage): { filter: Filter; sort: Record<string, 1 | -1> } {
  const key = page.order.key === 'created' ? 'created_at' : 'due_key';
  // The index for todos that one user assigned to another begins with owner, assignee and status.
  const given = !viewer.everyone && page.assignee !== undefined && page.assignee !== viewer.id;
  const statuses = (page.statuses ?? (given ? STATUSES : undefined))?.map((status) => ({ status })) ?? [{}];
  const parts = ranges(page, key).flatMap((part) => statuses.map((status) => ({ ...status, ...part })));
  const any = branches(viewer, page.assignee).flatMap((branch) => parts.map((part) => ({ ...branch, ...part })));
  const direction = page.order.descending ? -1 : 1;
  return { filter: any.length === 1 ? { ...any[0] } : { $or: any }, sort: { [key]: direction, _id: direction } };
}

/** The fields that an edit sets, the fields that it removes, and the conditions of which one holds when it changes a value. */
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
