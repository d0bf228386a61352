import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Answer, Person } from '../support/api.js';
import { anId, aTodo, signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const TIMEOUT_MS = 600;

const app = withApp();
let me: Person;

beforeAll(async () => {
  me = await app.api.person();
  await app.restart({ REQUEST_TIMEOUT: `${TIMEOUT_MS}ms` });
});
afterEach(() => vi.restoreAllMocks());

const never = () => new Promise<never>(() => undefined);
const call = (method: string, path: string, body?: object) => () =>
  app.api.call(method, path, { token: me.token, body });

async function expectLate(work: () => Promise<Answer>): Promise<void> {
  const begun = performance.now();
  const { status, headers, body } = await work();
  const took = performance.now() - begun;
  expect(status).toBe(503);
  expect(body).toEqual({
    statusCode: 503,
    message: 'The request took too long',
    data: null,
    error: 'Service Unavailable',
  });
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(took).toBeGreaterThanOrEqual(TIMEOUT_MS - 20);
  expect(took).toBeLessThan(TIMEOUT_MS + 2_000);
}

describe('a repository that never answers is a 503 in time', () => {
  it.each<[string, () => unknown, () => Promise<Answer>]>([
    ['the session', () => vi.spyOn(app.get(SessionRepository), 'has').mockImplementation(never), call('GET', 'todo')],
    ['list', () => vi.spyOn(app.get(TodoRepository), 'page').mockImplementation(never), call('GET', 'todo')],
    ['page', () => vi.spyOn(app.get(TodoRepository), 'page').mockImplementation(never), call('GET', 'todo?limit=1')],
    ['read', () => vi.spyOn(app.get(TodoRepository), 'find').mockImplementation(never), call('GET', `todo/${anId()}`)],
    [
      'add',
      () => vi.spyOn(app.get(TodoRepository), 'add').mockImplementation(never),
      call('POST', 'todo', { title: 'x' }),
    ],
    [
      'edit',
      () => vi.spyOn(app.get(TodoRepository), 'change').mockImplementation(never),
      call('PATCH', `todo/${anId()}`, { title: 'x' }),
    ],
    [
      'delete',
      () => vi.spyOn(app.get(TodoRepository), 'remove').mockImplementation(never),
      call('DELETE', `todo/${anId()}`),
    ],
    [
      'register',
      () => vi.spyOn(app.get(UserRepository), 'add').mockImplementation(never),
      call('POST', 'register', signUp()),
    ],
    ['people', () => vi.spyOn(app.get(UserRepository), 'find').mockImplementation(never), call('GET', 'users/me')],
  ])('%s', async (_, hang, work) => {
    hang();
    await expectLate(work);
  });
});

describe('a result after the deadline does no harm', () => {
  const late = async <T>(value: () => T | Promise<T>): Promise<T> => {
    await sleep(TIMEOUT_MS + 150);
    return value();
  };

  it.each<[string, () => unknown, () => Promise<Answer>]>([
    [
      'a value',
      () => vi.spyOn(app.get(TodoRepository), 'find').mockImplementationOnce(() => late(() => aTodo())),
      call('GET', `todo/${anId()}`),
    ],
    [
      'a long list',
      () =>
        vi
          .spyOn(app.get(TodoRepository), 'page')
          .mockImplementation(() => late(() => Array.from({ length: 500 }, () => aTodo()))),
      call('GET', 'todo'),
    ],
    [
      'a failure',
      () =>
        vi
          .spyOn(app.get(TodoRepository), 'find')
          .mockImplementationOnce(() => late(() => Promise.reject(new Error('x')))),
      call('GET', `todo/${anId()}`),
    ],
  ])('%s', async (_, hang, work) => {
    hang();
    await expectLate(work);
    await sleep(400);
    vi.restoreAllMocks();
    expect((await call('GET', 'todo')()).status).toBe(200);
    expect((await app.api.call('GET', '/health/ready')).status).toBe(200);
  });

  it('a todo that is stored after the deadline is listed later', async () => {
    const todos = app.get(TodoRepository);
    const add = todos.add.bind(todos);
    vi.spyOn(todos, 'add').mockImplementationOnce((todo) => late(() => add(todo)));
    await expectLate(call('POST', 'todo', { title: 'late' }));
    await sleep(400);
    expect((await app.api.list(me.token)).filter(({ title }) => title === 'late')).toHaveLength(1);
  });
});

it('a list whose first page was in time may take longer', async () => {
  await Promise.all(Array.from({ length: 101 }, () => app.get(TodoRepository).add(aTodo({ owner: me.id }))));
  const todos = app.get(TodoRepository);
  const page = todos.page.bind(todos);
  vi.spyOn(todos, 'page').mockImplementation(async (viewer, query) => {
    if (query.after) await sleep(TIMEOUT_MS + 200);
    return page(viewer, query);
  });
  expect((await app.api.list(me.token)).length).toBeGreaterThanOrEqual(101);
});
