import { describe, expect, it } from 'vitest';
import type { Versions } from '../../src/versions.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import type { Todo, TodoChanges, Viewer } from '../../src/todo/todo.js';
import { anId, aTodo } from '../support/builders.js';
import { ODD_TEXTS } from '../support/texts.js';
import { withAdapter } from '../support/with-app.js';

const NOW = new Date('2030-01-01T00:00:00.123Z');
const DUE = new Date('2022-12-04T15:31:35.195Z');
const LATER = new Date('2023-01-01T00:00:00.000Z');

const todos = withAdapter(TodoRepository);

const as = (id = ''): Viewer => ({ id, everyone: false });
const row = ({ id }: Todo) => todos.find({ id: anId(), everyone: true }, id);
const full = (): Partial<Todo> => ({ description: 'y', assignee: anId(), dueDate: DUE });

async function added(over: Partial<Todo> = {}): Promise<Todo> {
  const todo = aTodo(over);
  await todos.add(todo);
  return todo;
}

/** The todo after the changes; null clears a field. */
function after(todo: Todo, changes: TodoChanges): Todo {
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
  const values = sent.map(([name, value]) => [name, (value as unknown) ?? undefined]);
  return { ...todo, ...(Object.fromEntries(values) as Partial<Todo>), version: todo.version + 1, updatedAt: NOW };
}

describe('a change', () => {
  it.each<TodoChanges>([
    { title: 'another' },
    { description: 'another' },
    { description: '' },
    { dueDate: LATER },
    { assignee: 'a'.repeat(24) },
    { status: 'done' },
    { title: 'another', description: 'another', dueDate: LATER, assignee: 'a'.repeat(24), status: 'inprogress' },
    { description: null },
    { dueDate: null },
    { assignee: null },
    { description: null, dueDate: null, assignee: null },
    { title: 'another', description: undefined, dueDate: null, status: undefined },
  ])('of %j sets that and nothing else', async (changes) => {
    for (const todo of [await added(full()), await added({ ...full(), version: 41 })]) {
      const expected = after(todo, changes);
      expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(expected);
      expect(await row(todo)).toEqual(expected);
    }
  });

  it.each<TodoChanges>([
    { description: 'y' },
    { dueDate: DUE },
    { dueDate: new Date('9999-12-31T23:59:59.999Z') },
    { assignee: 'b'.repeat(24) },
  ])('of %j fills an empty field', async (changes) => {
    const todo = await added();
    expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(after(todo, changes));
    expect(await row(todo)).toEqual(after(todo, changes));
  });

  it('to the present values changes nothing, be it of one field or of all', async () => {
    const todo = await added(full());
    const { title, description, dueDate, assignee, status } = todo;
    const all = { title, description, dueDate, assignee, status };
    for (const changes of [{ title }, { description }, { dueDate }, { assignee }, all, {}]) {
      expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(todo);
      expect(await row(todo)).toEqual(todo);
    }
  });

  it('that clears empty fields changes nothing', async () => {
    const todo = await added();
    const changes = { description: null, dueDate: null, assignee: null };
    expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(todo);
    expect(await row(todo)).toEqual(todo);
  });

  it('of one field, sent with two unchanged ones, increments the version once', async () => {
    const todo = await added(full());
    const changes = { title: todo.title, description: 'another', assignee: todo.assignee };
    expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(after(todo, changes));
  });

  it.each(ODD_TEXTS)('treats %j as plain text', async (text) => {
    const todo = await added({ description: 'y' });
    const changes = { title: text, description: text };
    expect(await todos.change(as(todo.owner), todo.id, { changes, now: NOW })).toEqual(after(todo, changes));
    expect(await row(todo)).toEqual(after(todo, changes));
    expect(await todos.change(as(todo.owner), todo.id, { changes, now: LATER })).toEqual(after(todo, changes));
  });

  it('moves the todo in the order by due date, and back', async () => {
    const owner = anId();
    const order = { key: 'due', descending: false } as const;
    const [early, moved] = [await added({ owner, dueDate: DUE }), await added({ owner, dueDate: LATER })];
    const titles = async () => (await todos.page(as(owner), { order, limit: 9 })).map(({ id }) => id);
    expect(await titles()).toEqual([early.id, moved.id]);
    await todos.change(as(owner), moved.id, { changes: { dueDate: new Date(0) }, now: NOW });
    expect(await titles()).toEqual([moved.id, early.id]);
    await todos.change(as(owner), moved.id, { changes: { dueDate: null }, now: NOW });
    expect(await titles()).toEqual([early.id, moved.id]);
    const due = { from: 0, to: LATER.getTime() + 1 };
    expect(await todos.page(as(owner), { order, due, limit: 9 })).toHaveLength(1);
  });
});

describe('handing over', () => {
  it('returns the changed todo to an assignee who no longer sees it', async () => {
    for (const assignee of [anId(), null]) {
      const todo = await added(full());
      const expected = after(todo, { assignee });
      expect(await todos.change(as(todo.assignee), todo.id, { changes: { assignee }, now: NOW })).toEqual(expected);
      expect(await row(todo)).toEqual(expected);
      expect(await todos.find(as(todo.assignee), todo.id)).toBeUndefined();
      expect(await todos.change(as(todo.assignee), todo.id, { changes: { title: 'z' }, now: NOW })).toBeUndefined();
      expect(await row(todo)).toEqual(expected);
      expect(await todos.find(as(todo.owner), todo.id)).toEqual(expected);
      if (assignee) expect(await todos.find(as(assignee), todo.id)).toEqual(expected);
    }
  });

  it('succeeds for one of many at once', async () => {
    const todo = await added(full());
    const race = Array.from({ length: 10 }, () =>
      todos.change(as(todo.assignee), todo.id, { changes: { assignee: anId() }, now: NOW }),
    );
    const done = (await Promise.all(race)).filter(Boolean);
    expect(done).toEqual([await row(todo)]);
  });
});

describe('versions', () => {
  it.each<[string, boolean, readonly number[]]>([
    ['7', true, [7]],
    ['1, 7 and 9', true, [1, 7, 9]],
    ['7 twice', true, [7, 7]],
    ['all below 500', true, Array.from({ length: 500 }, (_, index) => index)],
    ['none', false, []],
    ['6', false, [6]],
    ['8', false, [8]],
    ['1, 6, 8, 70 and 77', false, [1, 6, 8, 70, 77]],
    ['a very large one', false, [999_999_999_999_999]],
  ])('(%s) match a todo of version 7: %s', async (_, done, only) => {
    const versions = { only };
    const todo = await added({ ...full(), version: 7 });
    const noChange = await todos.change(as(todo.owner), todo.id, { changes: {}, now: NOW, versions });
    expect(noChange).toEqual(done ? todo : undefined);
    const changes = { title: 'another' };
    const changed = await todos.change(as(todo.owner), todo.id, { changes, now: NOW, versions });
    expect(changed).toEqual(done ? after(todo, changes) : undefined);
    expect(await row(todo)).toEqual(done ? after(todo, changes) : todo);

    const removed = await added({ version: 7 });
    expect(await todos.remove(as(removed.owner), removed.id, versions)).toBe(done);
    expect(await row(removed)).toEqual(done ? undefined : removed);
  });

  it.each<[Versions, boolean]>([
    [{ except: [] }, true],
    [{ except: [6, 8, 70] }, true],
    [{ except: [7] }, false],
    [{ except: [1, 7, 9] }, false],
    [{ except: '*' }, false],
    [{ only: [7], except: [6] }, true],
    [{ only: [7], except: [7] }, false],
    [{ only: [6], except: [6] }, false],
  ])('%j match a todo of version 7: %s', async (versions, done) => {
    const todo = await added({ ...full(), version: 7 });
    const changes = { title: 'another' };
    const changed = await todos.change(as(todo.owner), todo.id, { changes, now: NOW, versions });
    expect(changed).toEqual(done ? after(todo, changes) : undefined);

    const removed = await added({ version: 7 });
    expect(await todos.remove(as(removed.owner), removed.id, versions)).toBe(done);
  });

  it.each(['change', 'remove'] as const)('give no rights: a stranger cannot %s', async (what) => {
    const todo = await added(full());
    const viewer = as(anId());
    if (what === 'remove') expect(await todos.remove(viewer, todo.id, { only: [1] })).toBe(false);
    else
      expect(
        await todos.change(viewer, todo.id, { changes: { title: 'z' }, now: NOW, versions: { only: [1] } }),
      ).toBeUndefined();
    expect(await row(todo)).toEqual(todo);
  });

  it('let exactly one of 20 win, changes and removals alike', async () => {
    for (let round = 0; round < 10; round++) {
      const todo = await added();
      const race = Array.from({ length: 20 }, (_, index) =>
        round % 2 === 1 && index === 7
          ? todos.remove(as(todo.owner), todo.id, { only: [1] })
          : todos.change(as(todo.owner), todo.id, {
              changes: { title: `${index}` },
              now: NOW,
              versions: { only: [1, 5] },
            }),
      );
      expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1);
      const left = await row(todo);
      if (left) expect(left.version).toBe(2);
    }
  });
});

it('two changes of different fields at once both take effect', async () => {
  for (let round = 0; round < 40; round++) {
    const todo = await added();
    const changes: TodoChanges[] = [{ title: `t${round}` }, { description: `d${round}` }];
    await Promise.all(changes.map((each) => todos.change(as(todo.owner), todo.id, { changes: each, now: NOW })));
    expect(await row(todo)).toMatchObject({ title: `t${round}`, description: `d${round}`, version: 3 });
  }
});
