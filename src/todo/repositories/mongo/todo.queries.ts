import { trusted, Types } from 'mongoose';
import { boundsOf, NO_DUE_DATE, type TodoPage } from '../../list/todo-list.js';
import { STATUSES, type TodoChanges, type Viewer } from '../../todo.js';

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
 * The filter and the order of one page: a merge of the branches, one for each status that is asked for, so that every one of
 * them is a single range of an index; `$in` in a branch would be sorted in memory.
 */
export function pageQuery(viewer: Viewer, page: TodoPage): { filter: Filter; sort: Record<string, 1 | -1> } {
  const key = page.order.key === 'created' ? 'created_at' : 'due_key';
  // The index of what one user gave to another has the status in it.
  const given = !viewer.everyone && page.assignee !== undefined && page.assignee !== viewer.id;
  const statuses = (page.statuses ?? (given ? STATUSES : undefined))?.map((status) => ({ status })) ?? [{}];
  const parts = ranges(page, key).flatMap((part) => statuses.map((status) => ({ ...status, ...part })));
  const any = branches(viewer, page.assignee).flatMap((branch) => parts.map((part) => ({ ...branch, ...part })));
  const direction = page.order.descending ? -1 : 1;
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
