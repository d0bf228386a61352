import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../support/app.js';
import type { Answer, Person } from '../support/api.js';
import { anEmail, signUp } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp({ SIGN_IN_LIMIT: '2', MAX_TODOS_PER_USER: '1', TRUST_PROXY: '1', JWT_EXPIRES_IN: '1h' });

let last = 0;
const anAddress = () => `198.51.100.${++last}`;
const HASH = /^[\w-]{43}$/;

interface Call {
  token?: string;
  body?: unknown;
  address?: string;
}

const call = (method: string, path: string, { token, body, address = anAddress() }: Call = {}) =>
  app.api.call(method, path, { token, body, headers: { 'X-Forwarded-For': address } });

/** The security events of a request. */
async function eventsOf(answer: Answer): Promise<LogLine[]> {
  const lines = await app.logged();
  const id = answer.headers.get('x-request-id');
  return lines.filter(({ event, requestId }) => event !== undefined && requestId === id);
}

const logIn = (email: string, password: string, address?: string) =>
  call('POST', 'login', { body: { email, password }, address });
const addTodo = (person: Person) => call('POST', 'todo', { token: person.token, body: { title: 'one' } });
const idOf = ({ body }: Answer) => /[0-9a-f]{24}/.exec(body.message ?? '')?.[0] ?? '';

/** Each event, the name of what leads to it, the request that does, and what its line holds besides. */
const events: [event: string, of: string, act: () => Promise<[answer: Answer, holds: object]>][] = [
  [
    'user_created',
    'a registration',
    async () => {
      const body = signUp();
      const answer = await call('POST', 'register', { body, address: '2001:db8:1:2:3::4' });
      return [answer, { userId: expect.stringMatching(/^[0-9a-f]{24}$/) as string, address: '2001:db8:1:2::/64' }];
    },
  ],
  [
    'authn_login_success',
    'a sign-in',
    async () => {
      const { id, email, password } = await app.api.person();
      const answer = await logIn(email, password, '203.0.113.7');
      return [answer, { userId: id, account: expect.stringMatching(HASH) as string, address: '203.0.113.7' }];
    },
  ],
  [
    'authn_login_fail',
    'a wrong password',
    async () => {
      const { id, email } = await app.api.person();
      return [await logIn(email, 'wrong'), { userId: id, account: expect.stringMatching(HASH) as string }];
    },
  ],
  [
    'authn_login_fail',
    'an email that nobody has',
    async () => [await logIn(anEmail(), 'wrong'), { account: expect.stringMatching(HASH) as string }],
  ],
  [
    'authn_login_fail',
    'a wrong password when an account is to be deleted',
    async () => {
      const { id, token } = await app.api.person();
      return [await call('DELETE', 'users/me', { token, body: { currentPassword: 'wrong' } }), { userId: id }];
    },
  ],
  [
    'authn_password_change',
    'a new password',
    async () => {
      const { id, token, password } = await app.api.person();
      const body = { password: 'Another_1234', currentPassword: password };
      return [await call('PATCH', 'users/me', { token, body }), { userId: id }];
    },
  ],
  [
    'authn_password_change_fail',
    'a new password with a wrong present one',
    async () => {
      const { id, token } = await app.api.person();
      const body = { password: 'Another_1234', currentPassword: 'wrong' };
      return [await call('PATCH', 'users/me', { token, body }), { userId: id }];
    },
  ],
  [
    'authn_token_revoked',
    'a sign-out',
    async () => {
      const { id, token } = await app.api.person();
      return [await call('POST', 'logout', { token }), { userId: id }];
    },
  ],
  [
    'authn_token_reuse',
    'a token after its sign-out',
    async () => {
      const { token } = await app.api.person();
      await call('POST', 'logout', { token });
      return [await call('GET', 'todo', { token }), {}];
    },
  ],
  [
    'authz_fail',
    'a deletion by the assignee',
    async () => {
      const [owner, assignee] = [await app.api.person(), await app.api.person()];
      const body = { title: 'one', assignee: assignee.id };
      const id = idOf(await call('POST', 'todo', { token: owner.token, body }));
      const answer = await call('DELETE', `todo/${id}`, { token: assignee.token });
      return [answer, { userId: assignee.id, objectId: id }];
    },
  ],
  [
    'excess_rate_limit_exceeded',
    'one todo too many',
    async () => {
      const person = await app.api.person();
      await addTodo(person);
      return [await addTodo(person), { userId: person.id, limit: 'todos' }];
    },
  ],
  [
    'user_updated',
    'a new name',
    async () => {
      const { id, token } = await app.api.person();
      return [await call('PATCH', 'users/me', { token, body: { firstName: 'Ann' } }), { userId: id }];
    },
  ],
  [
    'user_deleted',
    'an erasure',
    async () => {
      const { id, token, password } = await app.api.person();
      return [await call('DELETE', 'users/me', { token, body: { currentPassword: password } }), { userId: id }];
    },
  ],
];

const WARNINGS =
  /^(authn_login_fail|authn_login_lock|authn_password_change_fail|authn_token_reuse|authz_fail|excess_rate_limit_exceeded)$/;

describe('a security event', () => {
  it.each(events)('%s is logged for %s', async (event, _, act) => {
    const [answer, holds] = await act();
    const lines = await eventsOf(answer);
    expect(lines.map((line) => line.event)).toEqual([event]);
    expect(lines[0]).toMatchObject({ level: WARNINGS.test(event) ? 40 : 30, context: 'Security', ...holds });
    expect(lines[0]?.address).toMatch(/^[0-9a-f.:/]+$/);
  });

  it('authn_login_lock and excess_rate_limit_exceeded are logged when sign-ins are refused', async () => {
    const [{ email, password }, address] = [await app.api.person(), anAddress()];
    const [first, second] = [await logIn(email, 'wrong', address), await logIn(email, 'wrong', address)];
    const lines = await eventsOf(await logIn(email, password, address));
    const [account] = (await eventsOf(first)).map((line) => line.account);
    expect((await eventsOf(second)).map((line) => line.account)).toEqual([account]);
    expect(lines).toMatchObject([
      { event: 'authn_login_lock', level: 40, account, address, limit: 'sign-ins' },
      { event: 'excess_rate_limit_exceeded', level: 40, address, limit: 'sign-ins' },
    ]);
  });

  it('is in the table of docs/security.md, and the table has no other', () => {
    const table = readFileSync('docs/security.md', 'utf8').matchAll(/^\| `(\w+_\w+)`/gm);
    const tested = [...events.map(([event]) => event), 'authn_login_lock', 'session_use_after_expire', 'authz_admin'];
    expect(new Set(Array.from(table, ([, event]) => event))).toEqual(new Set(tested));
  });
});

it('session_use_after_expire is logged for an expired token', async () => {
  await app.restart({ JWT_EXPIRES_IN: '1s' });
  const { token } = await app.api.person();
  await expect.poll(async () => (await call('GET', 'todo', { token })).status, { timeout: 60_000 }).toBe(401);
  const lines = await eventsOf(await call('GET', 'todo', { token }));
  expect(lines).toMatchObject([{ event: 'session_use_after_expire', level: 30 }]);
});
