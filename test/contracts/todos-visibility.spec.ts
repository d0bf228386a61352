import { beforeEach, describe, expect, it } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Todo, Viewer } from '../../src/todo/todo.js';
import { anId, aTodo, OLDEST_FIRST } from '../support/builders.js';
import { withAdapter } from '../support/with-app.js';

const NOW = new Date('2030-01-01T00:00:00.000Z');

const todos = withAdapter(TodoRepository);
let todo: Todo;

beforeEach(async () => {
  todo = aTodo({ assignee: anId(), createdBy: anId() });
  await todos.add(todo);
});

const row = () => todos.find({ id: anId(), everyone: true }, todo.id);
const listed = async (viewer: Viewer, assignee?: string) =>
  (await todos.page(viewer, { order: OLDEST_FIRST, assignee, limit: 1_000 })).some(({ id }) => id === todo.id);

/** Checks every method by which a viewer could see, change or remove the todo. */
async function expectAll(viewer: Viewer, see: boolean, remove: boolean) {
  expect(await todos.find(viewer, todo.id)).toEqual(see ? todo : undefined);
  expect(await listed(viewer)).toBe(see);
  expect(await listed(viewer, todo.assignee)).toBe(see);
  const after = { ...todo, status: 'done', version: 2, updatedAt: NOW };
  expect(await todos.change(viewer, todo.id, { changes: { status: 'done' }, now: NOW })).toEqual(
    see ? after : undefined,
  );
  expect(await row()).toEqual(see ? after : todo);
  expect(await todos.remove(viewer, todo.id)).toBe(remove);
  expect(await row()).toEqual(remove ? undefined : see ? after : todo);
}

/** Viewers: a name, an id, and whether they may see and remove the todo. */
const viewers: [string, () => string, boolean, boolean][] = [
  ['the owner', () => todo.owner, true, true],
  ['the assignee', () => todo.assignee ?? '', true, false],
  ['the user in createdBy', () => todo.createdBy, false, false],
  ['anyone else', () => anId(), false, false],
  ['the id of the todo itself', () => todo.id, false, false],
];

describe.each(viewers)('%s', (_, id, see, remove) => {
  it(`sees: ${see}, removes: ${remove}`, () => expectAll({ id: id(), everyone: false }, see, remove));
  it('sees and removes everything on a shared board', () => expectAll({ id: id(), everyone: true }, true, true));
});

it('an undated, unassigned todo is visible to its owner alone', async () => {
  todo = aTodo({ createdBy: anId() });
  await todos.add(todo);
  for (const id of [todo.createdBy, anId(), '0'.repeat(24)]) {
    expect(await todos.find({ id, everyone: false }, todo.id)).toBeUndefined();
    expect(await listed({ id, everyone: false })).toBe(false);
    expect(await todos.remove({ id, everyone: false }, todo.id)).toBe(false);
  }
  await expectAll({ id: todo.owner, everyone: false }, true, true);
});

describe('the filter by assignee', () => {
  const page = async (id: string, assignee: string, everyone = false) =>
    (await todos.page({ id, everyone }, { order: OLDEST_FIRST, assignee, limit: 1_000 })).map((each) => each.id).sort();

  it('never shows more than the viewer may see', async () => {
    const [me, other, third] = [anId(), anId(), anId()];
    const mineToOther = aTodo({ owner: me, assignee: other });
    const mineToMe = aTodo({ owner: me, assignee: me });
    const othersToMe = aTodo({ owner: other, assignee: me });
    const othersToOther = aTodo({ owner: other, assignee: other });
    const othersToThird = aTodo({ owner: other, assignee: third, createdBy: me });
    const all = [mineToOther, mineToMe, othersToMe, othersToOther, othersToThird, aTodo({ owner: me })];
    await Promise.all(all.map((each) => todos.add(each)));
    const sorted = (...some: Todo[]) => some.map(({ id }) => id).sort();
    expect(await page(me, me)).toEqual(sorted(mineToMe, othersToMe));
    expect(await page(me, other)).toEqual(sorted(mineToOther));
    expect(await page(me, third)).toEqual([]);
    expect(await page(other, other)).toEqual(sorted(mineToOther, othersToOther));
    expect(await page(other, me)).toEqual(sorted(othersToMe));
    expect(await page(third, other)).toEqual([]);
    expect(await page(anId(), other, true)).toEqual(sorted(mineToOther, othersToOther));
    expect(await page(me, anId(), true)).toEqual([]);
  });
});
