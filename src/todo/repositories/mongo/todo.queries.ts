import { type Edit, editOf } from '../../../database/mongo/edits.js';
import { type Filter, oid, ranges } from '../../../database/mongo/filters.js';
import { boundsOf, combinationsOf, NO_DUE_DATE, type TodoPage } from '../../list/todo-list.js';
import type { TodoChanges, Viewer } from '../../todo.js';

/** The filter of the todos that the viewer sees. */
export const visible = ({ id, everyone }: Viewer): Filter =>
  everyone ? {} : { $or: [{ owner: oid(id) }, { assignee: oid(id) }] };
/** The filter of the todos that the viewer may remove. */
export const owned = ({ id, everyone }: Viewer): Filter => (everyone ? {} : { owner: oid(id) });

/** The branches of a list, each served by one index. Where the assignee is somebody else, the viewer sees only todos that they own. */
function branches(viewer: Viewer, assignee: string | undefined): Filter[] {
  const me = oid(viewer.id);
  if (viewer.everyone) return [assignee === undefined ? {} : { assignee: oid(assignee) }];
  if (assignee === viewer.id) return [{ assignee: me }];
  if (assignee !== undefined) return [{ owner: me, assignee: oid(assignee) }];
  return [{ owner: me }, { assignee: me }];
}

/**
 * The filter and the order of one page. It merges the branches, each once for every combination of values that is asked for,
 * so that each is a single range of an index. MongoDB would sort a branch with `$in` in memory.
 */
export function pageQuery(viewer: Viewer, page: TodoPage): { filter: Filter; sort: Record<string, 1 | -1> } {
  const key = page.order.key === 'created' ? 'created_at' : 'due_key';
  const combinations = combinationsOf(viewer, page);
  const parts = ranges(key, page.order.descending, boundsOf(page)).flatMap((part) =>
    combinations.map((values) => ({ ...values, ...part })),
  );
  const any = branches(viewer, page.assignee).flatMap((branch) => parts.map((part) => ({ ...branch, ...part })));
  const direction = page.order.descending ? -1 : 1;
  return { filter: any.length === 1 ? { ...any[0] } : { $or: any }, sort: { [key]: direction, _id: direction } };
}

/** The edit that makes these changes. */
export const changesOf = ({ dueDate, assignee, ...texts }: TodoChanges): Edit =>
  editOf({
    ...texts,
    assignee: assignee ? oid(assignee) : assignee,
    due_date: dueDate,
    due_key: dueDate === null ? new Date(NO_DUE_DATE) : dueDate,
  });
