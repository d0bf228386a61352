import { beforeAll, expect, it } from 'vitest';
import type { LogLine } from '../support/app.js';
import type { Answer, Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

/** The log lines of one request. */
const linesOf = async ({ headers }: Answer): Promise<LogLine[]> =>
  (await app.logged()).filter(({ requestId }) => requestId === headers.get('x-request-id'));

it.each([
  ['GET', 'todo', 200, '/api/todo'],
  ['POST', 'todo', 400, '/api/todo'],
  ['DELETE', 'todo/x', 400, '/api/todo/:todoId'],
  ['GET', 'nope', 404, undefined],
] as const)(
  'the log has one line for %s %s, with the request id of the answer',
  async (method, path, status, route) => {
    const answer = await app.api.call(method, path, { token: me.token, headers: { 'X-Request-Id': `id-${method}` } });
    expect(answer.status).toBe(status);
    const lines = (await linesOf(answer)).filter((line) => line.method === method && line.status === status);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 30, requestId: `id-${method}`, ms: expect.any(Number) as number });
    expect(lines[0]?.route).toBe(route);
  },
);

it('the log names the caller who is signed in', async () => {
  const [line] = await linesOf(await app.api.call('GET', 'todo', { token: me.token }));
  expect(line?.userId).toBe(me.id);
});

it('the log never contains a password, a token, an email, a body or a query string', async () => {
  const token = await app.api.signIn(me);
  await app.api.call('GET', 'todo?assignee=SECRET-QUERY', { token });
  await app.api.call('GET', 'nope?x=SECRET-QUERY', { token });
  await app.api.call('POST', 'todo', { token, body: { title: 'SECRET-TITLE' } });
  await app.api.call('POST', 'todo', {
    token,
    rawBody: 'SECRET-TITLE',
    headers: { 'Content-Type': 'application/json' },
  });
  await app.api.call('POST', 'login', { body: { ...me, password: 'SECRET-PASSWORD' } });
  await app.api.call('POST', 'logout', { body: { token } });
  await app.api.call('GET', 'todo', { token });
  const text = JSON.stringify(await app.logged());
  expect(text).not.toMatch(/SECRET/);
  expect(text).not.toContain(me.email);
  expect(text).not.toContain(me.password);
  expect(text).not.toContain(token.split('.')[2]);
});
