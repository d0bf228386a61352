import { describe, expect, it } from 'vitest';
import { Duplicate } from '../../src/errors.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { STATUSES, type Todo, type Viewer } from '../../src/todo/todo.js';
import { anId, aTodo } from '../support/builders.js';
import { ODD_TEXTS } from '../support/texts.js';
import { withAdapter } from '../support/with-app.js';

const todos = withAdapter(TodoRepository);

const ownerOf = ({ owner }: Todo): Viewer => ({ id: owner, everyone: false });

async function added(over: Partial<Todo> = {}): Promise<Todo> {
  const todo = aTodo(over);
  await todos.add(todo);
  return todo;
}

describe('add and find', () => {
  it('keep everything, dates to the millisecond', async () => {
    const todo = await added({
      assignee: anId(),
      createdBy: anId(),
      description: 'y',
      status: 'inprogress',
      dueDate: new Date('2022-12-04T15:31:35.195Z'),
      createdAt: new Date('2022-12-04T15:31:35.196Z'),
      updatedAt: new Date('2022-12-04T15:31:35.197Z'),
      version: 3,
    });
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(todo);
  });

  it('leave out fields without a value', async () => {
    const todo = await added();
    const found = await todos.find(ownerOf(todo), todo.id);
    expect(found).toEqual(todo);
    expect([found?.assignee, found?.description, found?.dueDate]).toEqual([undefined, undefined, undefined]);
  });

  it.each(ODD_TEXTS)('keep the text %j unchanged', async (text) => {
    const todo = await added({ title: text, description: text });
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(todo);
  });

  it('distinguish an empty description from none', async () => {
    const todo = await added({ description: '' });
    expect(await todos.find(ownerOf(todo), todo.id)).toMatchObject({ description: '' });
  });

  it.each([
    '0000-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ])('keep the date %s', async (text) => {
    const todo = await added({ dueDate: new Date(text) });
    expect((await todos.find(ownerOf(todo), todo.id))?.dueDate?.toISOString()).toBe(text);
  });
});

describe('add', () => {
  it('throws Duplicate for an id that is taken, and leaves the first todo', async () => {
    const todo = await added();
    await expect(todos.add(aTodo({ ...todo, title: 'another' }))).rejects.toBeInstanceOf(Duplicate);
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(todo);
  });

  it('succeeds for one of 20 at once', async () => {
    const todo = aTodo();
    const race = Array.from({ length: 20 }, (_, index) => todos.add({ ...todo, title: String(index) }));
    const lost = (await Promise.allSettled(race)).flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(lost).toHaveLength(19);
    for (const reason of lost) expect(reason).toBeInstanceOf(Duplicate);
  });
});

describe('find', () => {
  it.each(['a'.repeat(24), '0'.repeat(24)])('returns undefined for the unknown id %s', async (id) => {
    await added();
    expect(await todos.find({ id: anId(), everyone: true }, id)).toBeUndefined();
  });
});

describe('change', () => {
  const now = new Date('2030-01-01T00:00:00.123Z');

  it.each(STATUSES)('to %s stores and returns the changed todo', async (status) => {
    const from = status === 'todo' ? 'done' : 'todo';
    const full = { description: 'y', assignee: anId(), dueDate: new Date('2022-12-04T15:31:35.195Z') };
    const todo = await added({ ...full, status: from });
    const expected = { ...todo, status, version: 2, updatedAt: now };
    expect(await todos.change(ownerOf(todo), todo.id, { changes: { status }, now })).toEqual(expected);
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(expected);
  });

  it.each(STATUSES)('from %s to the same changes nothing, and returns the todo', async (status) => {
    const todo = await added({ status });
    expect(await todos.change(ownerOf(todo), todo.id, { changes: { status }, now })).toEqual(todo);
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(todo);
  });

  it.each([{}, { status: undefined }])('of %j changes nothing, and returns the todo', async (changes) => {
    const todo = await added({ description: 'y' });
    expect(await todos.change(ownerOf(todo), todo.id, { changes, now })).toEqual(todo);
    expect(await todos.find(ownerOf(todo), todo.id)).toEqual(todo);
  });

  it('increments the version with every change', async () => {
    const todo = await added();
    for (const [index, status] of (['done', 'todo', 'todo', 'inprogress'] as const).entries()) {
      const version = [2, 3, 3, 4][index];
      expect(await todos.change(ownerOf(todo), todo.id, { changes: { status }, now })).toMatchObject({
        status,
        version,
      });
    }
  });

  it('of many at once leaves the todo of the last version', async () => {
    const todo = await added();
    const viewer = ownerOf(todo);
    const done = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        todos.change(viewer, todo.id, { changes: { status: STATUSES[index % 3] }, now }),
      ),
    );
    const last = await todos.find(viewer, todo.id);
    const versions = done.map((after) => after?.version ?? 0);
    expect(last?.version).toBe(Math.max(...versions));
    expect(done).toContainEqual(last);
  });

  it('of an unknown todo returns undefined, and adds none', async () => {
    const id = anId();
    const viewer = { id: anId(), everyone: true };
    expect(await todos.change(viewer, id, { changes: { status: 'done' }, now })).toBeUndefined();
    expect(await todos.find(viewer, id)).toBeUndefined();
  });

  it('touches that todo alone', async () => {
    const owner = anId();
    const [todo, other] = [await added({ owner }), await added({ owner })];
    await todos.change(ownerOf(todo), todo.id, { changes: { status: 'done' }, now });
    expect(await todos.find(ownerOf(other), other.id)).toEqual(other);
  });
});

describe('remove', () => {
  it('returns whether there was one, and removes that one alone', async () => {
    const owner = anId();
    const [todo, other] = [await added({ owner }), await added({ owner })];
    expect(await todos.remove(ownerOf(todo), todo.id)).toBe(true);
    expect(await todos.remove(ownerOf(todo), todo.id)).toBe(false);
    expect(await todos.find(ownerOf(todo), todo.id)).toBeUndefined();
    expect(await todos.find(ownerOf(other), other.id)).toEqual(other);
  });

  it('returns true for one of many at once', async () => {
    const todo = await added();
    const results = await Promise.all(Array.from({ length: 20 }, () => todos.remove(ownerOf(todo), todo.id)));
    expect(results.filter(Boolean)).toHaveLength(1);
  });
});
