import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { Unavailable } from '../../src/errors.js';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Answer, Person } from '../support/api.js';
import { signUp } from '../support/builders.js';
import { type Operation, operations } from '../support/document.js';
import { failOperation } from '../support/engine-faults.js';
import { requestOf } from '../support/requests.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));
afterEach(() => vi.restoreAllMocks());

const call = (method: string, path: string, body?: object) => () =>
  app.api.call(method, path, { token: me.token, body });

const changePassword = () => call('PATCH', 'users/me', { password: 'another one', currentPassword: me.password })();
const erase = (method: string, path: string) => call(method, path, { currentPassword: me.password })();

/**
 * The calls of a repository for which a request meets limits as well: the name, how to make it fail, and a request that makes
 * it.
 */
const ways: [string, (error: Error) => unknown, () => Promise<Answer>][] = [
  [
    'register',
    (e) => vi.spyOn(app.get(UserRepository), 'add').mockRejectedValue(e),
    call('POST', 'register', signUp()),
  ],
  [
    'login, reading the user',
    (e) => vi.spyOn(app.get(UserRepository), 'findByEmail').mockRejectedValue(e),
    call('POST', 'login', signUp()),
  ],
  [
    'login, reading the highest cost',
    (e) => vi.spyOn(app.get(UserRepository), 'costliestHash').mockRejectedValue(e),
    call('POST', 'login', signUp()),
  ],
  [
    'login, storing the session',
    (e) => vi.spyOn(app.get(SessionRepository), 'add').mockRejectedValue(e),
    () => app.api.call('POST', 'login', { body: me }),
  ],
  [
    'a new password, marking the user',
    (e) => vi.spyOn(app.get(UserRepository), 'markChanging').mockRejectedValue(e),
    () => changePassword(),
  ],
  [
    'a new password, ending the sessions',
    (e) => vi.spyOn(app.get(SessionRepository), 'removeAll').mockRejectedValue(e),
    () => changePassword(),
  ],
  [
    'a new password, storing it',
    (e) => vi.spyOn(app.get(UserRepository), 'change').mockRejectedValue(e),
    () => changePassword(),
  ],
  [
    'the account, reading the user',
    (e) => vi.spyOn(app.get(UserRepository), 'find').mockRejectedValue(e),
    call('GET', 'users/me'),
  ],
  [
    'an erasure by DELETE',
    (e) => vi.spyOn(app.get(UserRepository), 'markErasing').mockRejectedValue(e),
    () => erase('DELETE', 'users/me'),
  ],
  [
    'an erasure by POST',
    (e) => vi.spyOn(app.get(UserRepository), 'markErasing').mockRejectedValue(e),
    () => erase('POST', 'users/me/erase'),
  ],
  ['logout', (e) => vi.spyOn(app.get(SessionRepository), 'remove').mockRejectedValue(e), call('POST', 'logout')],
  ['the session look-up', (e) => vi.spyOn(app.get(SessionRepository), 'has').mockRejectedValue(e), call('GET', 'todo')],
];

/** The log lines with the request id of an answer. */
const linesOf = ({ headers }: Answer) => app.log.filter(({ requestId }) => requestId === headers.get('x-request-id'));

describe('an unavailable database', () => {
  it.each(ways)('is a 503 with Retry-After: %s', async (_, fail, work) => {
    fail(new Unavailable('The database cannot serve right now', { cause: new Error('SECRET-CAUSE') }));
    const { status, headers, body } = await work();
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(body.error).toBe('Service Unavailable');
    expect(JSON.stringify(body)).not.toContain('SECRET-CAUSE');
  });
});

describe('an unknown failure', () => {
  it.each(ways)('is a 500 without a message, and its cause is in the log only: %s', async (_, fail, work) => {
    fail(new Error('SECRET-CAUSE'));
    const answer = await work();
    expect(answer.body).toEqual({ statusCode: 500, message: null, data: null, error: null });
    expect([...answer.headers.values()].join()).not.toContain('SECRET-CAUSE');
    const logged = linesOf(answer).filter((line) => JSON.stringify(line).includes('SECRET-CAUSE'));
    expect(logged).toHaveLength(1);
    expect(logged[0]?.level).toBe(50);
  });

  it.each(['a text', undefined, null, 7, { status: 404, message: 'SECRET' }])(
    'may be the thrown value %j',
    async (thrown) => {
      vi.spyOn(app.get(TodoRepository), 'page').mockRejectedValue(thrown);
      const { body } = await call('GET', 'todo')();
      expect(body).toEqual({ statusCode: 500, message: null, data: null, error: null });
    },
  );
});

it('serves again as soon as the database does', async () => {
  vi.spyOn(app.get(TodoRepository), 'page').mockRejectedValueOnce(new Unavailable('away'));
  expect((await call('GET', 'todo')()).status).toBe(503);
  expect((await call('GET', 'todo')()).status).toBe(200);
});

/** Requests that count for a limit. When the store of the counts fails, they go on without it. */
const COUNTED = /^(POST \/(register|login|users\/me\/erase)|DELETE \/users\/me|GET \/users)$/;

/** A request by a new user, for which everything that it names has been added. */
async function prepare(operation: Operation): Promise<() => Promise<Answer>> {
  const { method, path, ...sent } = await requestOf(app.api, await app.api.person(), operation);
  return () => app.api.call(method, path, sent);
}

/** The number of operations of the database that a request makes when it succeeds. */
async function countOf(operation: Operation): Promise<number> {
  const send = await prepare(operation);
  const count = failOperation(app);
  const { status } = await send();
  expect(status, operation.name).toBeLessThan(300);
  const made = count();
  vi.restoreAllMocks();
  return made;
}

describe('a request whose operations of the database fail, each in turn,', () => {
  const errors = [
    [503, new Unavailable('The database cannot serve right now', { cause: new Error('SECRET-CAUSE') })],
    [500, new Error('SECRET-CAUSE')],
  ] as const;
  const cases = errors.flatMap(([status, error]) =>
    operations.map((operation) => ({ ...operation, operation, status, error })),
  );

  it.each(cases)('is answered with a $status: $name', async ({ operation, status, error }) => {
    const made = await countOf(operation);
    const statuses: number[] = [];
    for (let at = 1; at <= made; at++) {
      const send = await prepare(operation);
      failOperation(app, { at, error });
      const answer = await send();
      vi.restoreAllMocks();
      statuses.push(answer.status);
      expect(JSON.stringify(answer.body)).not.toContain('SECRET-CAUSE');
      if (answer.status === 500) expect(answer.body.message).toBeNull();
    }
    if (COUNTED.test(operation.name)) expect(statuses).toContain(status);
    else expect(new Set(statuses)).toEqual(new Set([status]));
  });
});
