import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Answer, Person } from '../support/api.js';
import { anId, aTodo, signUp } from '../support/builders.js';
import { store } from '../support/store.js';
import { until } from '../support/until.js';
import { Wire } from '../support/wire.js';
import { withApp } from '../support/with-app.js';

const TIMEOUT_MS = 60_000;

const app = withApp({ REQUEST_TIMEOUT: `${TIMEOUT_MS}ms` });
let me: Person;

/** Resolves when the request under test waits for its repository. */
let waiting: PromiseWithResolvers<void>;
/** Resolves when the test lets the repository answer. */
let answering: PromiseWithResolvers<void>;

beforeAll(async () => void (me = await app.api.person()));
beforeEach(() => void ([waiting, answering] = [Promise.withResolvers(), Promise.withResolvers()]));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function late<T>(value: () => T | Promise<T>): Promise<T> {
  waiting.resolve();
  await answering.promise;
  return value();
}

const never = () => late(() => new Promise<never>(() => undefined));
const call = (method: string, path: string, body?: object) => () =>
  app.api.call(method, path, { token: me.token, body });

/** Sends a request that waits for its repository, and lets the time-out pass: no earlier is there an answer. */
async function expectLate(work: () => Promise<Answer>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let answered = false;
  const answer = work().finally(() => (answered = true));
  await waiting.promise;
  vi.advanceTimersByTime(TIMEOUT_MS - 1);
  expect((await app.api.call('GET', '/health/live')).status).toBe(200);
  expect(answered).toBe(false);
  vi.advanceTimersByTime(1);
  const { status, headers, body } = await answer;
  expect(status).toBe(503);
  expect(body).toEqual({
    statusCode: 503,
    message: 'The request took too long',
    data: null,
    error: 'Service Unavailable',
  });
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  vi.useRealTimers();
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
    answering.resolve();
    vi.restoreAllMocks();
    expect((await call('GET', 'todo')()).status).toBe(200);
    expect((await app.api.call('GET', '/health/ready')).status).toBe(200);
  });

  it('a todo that is stored after the deadline is listed later', async () => {
    const todos = app.get(TodoRepository);
    const add = todos.add.bind(todos);
    vi.spyOn(todos, 'add').mockImplementationOnce((todo) => late(() => add(todo)));
    await expectLate(call('POST', 'todo', { title: 'late' }));
    const stored = async () => (await app.api.list(me.token)).filter(({ title }) => title === 'late');
    expect(await stored()).toEqual([]);
    answering.resolve();
    expect(await until('the todo is listed', async () => (await stored())[0])).toBeDefined();
    expect(await stored()).toHaveLength(1);
  });
});

it('a result after the deadline does no harm while the 503 waits for the answer before it', async () => {
  const todos = app.get(TodoRepository);
  const hundred = Array.from({ length: 100 }, () => aTodo());
  vi.spyOn(todos, 'page')
    .mockResolvedValueOnce(hundred)
    .mockImplementation(() => new Promise<never>(() => undefined));
  const wire = await Wire.open(app.url);
  const get = (path: string) => wire.head(`GET /api/${path} HTTP/1.1`, `Authorization: Bearer ${me.token}`);
  get('todo');
  await wire.until(/"data":\[/);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const find = vi.spyOn(todos, 'find').mockImplementation(() => late(() => aTodo()));
  get(`todo/${anId()}`);
  await waiting.promise;
  vi.advanceTimersByTime(TIMEOUT_MS);
  answering.resolve();
  await find.mock.results[0]?.value;
  vi.useRealTimers();
  vi.restoreAllMocks();
  expect((await call('GET', 'todo')()).status).toBe(200);
});

it('a list whose first page was in time may take longer', async () => {
  await store(
    app,
    Array.from({ length: 101 }, () => aTodo({ owner: me.id })),
  );
  const todos = app.get(TodoRepository);
  const page = todos.page.bind(todos);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(todos, 'page').mockImplementation(async (viewer, query) => {
    if (query.after) vi.advanceTimersByTime(2 * TIMEOUT_MS);
    return page(viewer, query);
  });
  expect((await app.api.list(me.token)).length).toBeGreaterThanOrEqual(101);
});
