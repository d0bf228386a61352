import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestOf } from '../../../src/todo/digest.js';
import type { Todo } from '../../../src/todo/todo.js';
import { aTodo } from '../../support/builders.js';

const todo: Todo = aTodo({ description: 'a description', dueDate: new Date(0) });
const later = (fields: object): Todo => ({ ...todo, ...fields });

it('is the same for every try', () => {
  const again = { id: 'another', createdAt: new Date(1), updatedAt: new Date(2), version: 3 };
  expect(digestOf({ ...todo, ...again })).toBe(digestOf(todo));
});

it('is what earlier releases store', () => {
  const { assignee, createdBy, title, description, status, dueDate } = todo;
  const text = JSON.stringify([assignee, createdBy, title, description, status, dueDate]);
  expect(digestOf(todo)).toBe(createHash('sha256').update(text).digest('base64url'));
});

it.each(['assignee', 'createdBy', 'title', 'description', 'status', 'dueDate'])('differs with %s', (name) => {
  expect(digestOf(later({ [name]: 'another' }))).not.toBe(digestOf(todo));
});

it('counts a field that a later release adds where it has a value', () => {
  expect(digestOf(later({ priority: undefined }))).toBe(digestOf(todo));
  expect(digestOf(later({ priority: 'high' }))).not.toBe(digestOf(todo));
  expect(digestOf(later({ priority: 'high' }))).not.toBe(digestOf(later({ priority: 'low' })));
  expect(digestOf(later({ weight: 'high' }))).not.toBe(digestOf(later({ priority: 'high' })));
});
