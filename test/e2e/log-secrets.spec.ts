import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TodoRepository } from '../../src/todo/repositories/todo.repository.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Answer, Sent } from '../support/api.js';
import { anEmail } from '../support/builders.js';
import { type Operation, operations } from '../support/document.js';
import { raw } from '../support/raw.js';
import { requestOf } from '../support/requests.js';
import { SECRET } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const PREVIOUS = 'the key before the present one, as long';
const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** Values that must not be in the log, each with its kind. */
const secrets = new Map<string, string>();

function secret(what: string, value = `SECRET-${what}-${secrets.size}`): string {
  secrets.set(value, what);
  return value;
}

/** A token, which is a secret as a whole and in its parts. */
function token(value: string): string {
  const [, payload = '', signature = ''] = value.split('.');
  secret('payload', payload);
  secret('signature', signature);
  return secret('token', value);
}

const call = (method: string, path: string, sent: Sent = {}): Promise<Answer> =>
  app.api.call(method, path, { ...sent, headers: { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, ...sent.headers } });

const app = withApp({ JWT_SECRET_PREVIOUS: secret('key', PREVIOUS) });
afterEach(() => vi.restoreAllMocks());

interface Me {
  email: string;
  password: string;
  token: string;
}

async function signUp(): Promise<Me> {
  const email = secret('email', anEmail());
  const password = secret('password');
  await call('POST', 'register', { body: { email, password, firstName: secret('name') } });
  await call('POST', 'register', { body: { email, password } });
  const { body } = await call('POST', 'login', { body: { email, password } });
  const hash = (await app.get(UserRepository).findByEmail(email))?.passwordHash ?? '';
  expect(hash).toMatch(/^\$2/);
  secret('hash', hash);
  return { email, password, token: token(String(body.data)) };
}

async function useTodos(me: Me, other: string): Promise<void> {
  const todo = { title: secret('title'), description: secret('description'), dueDate: '2031-05-17' };
  const key = secret('idempotency-key');
  for (const [method, path, body, headers] of [
    ['POST', 'todo', todo, { 'Idempotency-Key': key }],
    ['POST', 'todo', todo, { 'Idempotency-Key': key }],
    ['POST', 'todo', { ...todo, title: secret('title') }, { 'Idempotency-Key': key }],
    ['POST', 'todo', { title: 7, description: [secret('description')], status: secret('status') }],
    ['GET', `todo?assignee=${secret('query')}`],
    ['GET', `todo?limit=1&x=${secret('query')}&sort=-due_date`],
    ['GET', `todo?cursor=${secret('query')}`],
    ['GET', `${secret('path')}?x=${secret('query')}`],
  ] as [string, string, object?, Record<string, string>?][])
    await call(method, path, { token: me.token, body, headers });
  const id = await app.api.add(me.token, todo);
  const changes = { title: secret('title'), assignee: other };
  await call('GET', `todo/${id}`, { token: me.token, headers: { 'If-None-Match': `"${secret('tag')}"` } });
  await call('PATCH', `todo/${id}`, { token: me.token, body: changes });
  await call('PATCH', `todo/${id}/done`, { token: me.token, headers: { 'If-Match': `"${secret('tag')}"` } });
  await call('PATCH', `todo/${id}/${secret('path')}`, { token: me.token });
  await call('DELETE', `todo/${id}`, { token: me.token });
}

async function useUsers(me: Me): Promise<void> {
  const password = secret('password');
  for (const [method, path, body] of [
    ['GET', 'users/me'],
    ['GET', `users?email=${encodeURIComponent(me.email)}`],
    ['GET', `users/${secret('path')}`],
    ['PATCH', 'users/me', { lastName: secret('name') }],
    ['PATCH', 'users/me', { password, currentPassword: secret('password') }],
    ['PATCH', 'users/me', { password, currentPassword: me.password }],
    ['DELETE', 'users/me', { currentPassword: secret('password') }],
    ['POST', 'users/me/erase', { currentPassword: secret('password') }],
    ['DELETE', 'users/me', { currentPassword: password }],
    ['GET', 'users/me'],
  ] as [string, string, object?][])
    await call(method, path, { token: me.token, body });
}

/** Calls each route of the document, with a secret in the place of each free text of its body. */
async function useAll(): Promise<void> {
  for (const operation of operations) {
    const { method, path, body, ...sent } = await requestOf(app.api, await app.api.person(), operation);
    await call(method, path, { ...sent, body: body && withSecrets(body, operation) });
  }
}

function withSecrets(body: object, { body: schema }: Operation): object {
  const isText = (name: string) => {
    const { type, enum: values, format, 'x-any-format': formats } = schema?.properties?.[name] ?? {};
    return type === 'string' && !values && !format && !formats;
  };
  const entries = Object.entries(body).map(([name, value]) => [name, isText(name) ? secret(name) : (value as unknown)]);
  return Object.fromEntries(entries) as object;
}

async function beRefused(me: Me): Promise<void> {
  await call('POST', 'login', { body: { email: me.email, password: secret('password') } });
  await call('POST', 'login', { rawBody: secret('body'), headers: { 'Content-Type': 'application/json' } });
  await call('POST', 'todo', { token: me.token, rawBody: secret('body'), headers: { 'Content-Type': 'text/plain' } });
  await call('POST', 'todo', { token: me.token, body: { title: secret('title').padEnd(200_000) } });
  await call('GET', 'todo', { token: secret('token') });
  await call('GET', 'todo', { token: `${me.token}${secret('token')}` });
  await call('GET', 'todo', { headers: { Authorization: `Basic ${secret('authorization')}` } });
  await call('GET', `todo?access_token=${secret('query')}`);
  await call('POST', 'logout', { body: { token: secret('token') } });
  await raw(app.url, ['GET /api/todo HTTP/1.1', `Authorization: Bearer ${me.token}`, 'Authorization: Bearer x']);
}

async function useDocs(): Promise<void> {
  for (const path of ['docs', 'openapi.json', `docs/${secret('path')}`])
    await fetch(`${app.url}/api/${path}`).then((response) => response.arrayBuffer());
  for (const path of ['/health/live', '/health/ready']) await call('GET', path);
}

/** Fails as databases do, with an error that carries the values of the statement. */
async function fail(me: Me): Promise<void> {
  const values = { value: secret('title'), errInfo: { details: secret('title') } };
  vi.spyOn(app.get(TodoRepository), 'add').mockRejectedValueOnce(
    Object.assign(new Error('no words for it', { cause: Object.assign(new Error('the cause'), values) }), values),
  );
  expect((await call('POST', 'todo', { token: me.token, body: { title: secret('title') } })).status).toBe(500);
}

describe('the log at level trace after a call of every route', () => {
  beforeAll(async () => {
    const [me, other] = [await signUp(), await app.api.person()];
    secret('key', SECRET);
    secret('header', 'Bearer ');
    for (const value of [other.token, other.email]) secret('of the other', value);
    await useAll();
    await useTodos(me, other.id);
    await beRefused(me);
    await useDocs();
    await call('GET', `users/${other.id}`, { token: me.token });
    await fail(me);
    const { body } = await call('POST', 'login', { body: { email: me.email, password: me.password } });
    await call('POST', 'logout', { body: { token: token(String(body.data)) } });
    await useUsers(me);
    await app.logged();
  });

  it('has every operation of the document', () => {
    const written = operations.map(({ method, template }) => `${method} /api${template}`);
    const plain = (text: string) => text.replace(/:\w+|\{\w+\}/g, '*');
    const used = new Set(app.log.map(({ method, route }) => plain(`${String(method)} ${String(route)}`)));
    expect(written.length).toBeGreaterThan(10);
    expect(written.map(plain).filter((operation) => !used.has(operation))).toEqual([]);
  });

  it('contains no secret', () => {
    const text = app.log.map((line) => JSON.stringify(line)).join('\n');
    expect(secrets.size).toBeGreaterThan(40);
    const found = [...secrets].filter(([value]) => text.includes(value));
    expect(found).toEqual([]);
    expect(/SECRET|[Aa]uthorization|eyJ[\w-]+\.|\$2[aby]\$/.exec(text)?.[0]).toBeUndefined();
  });

  it('has no other fields than these for a request', () => {
    const lines = app.log.filter(({ method }) => method !== undefined);
    expect(lines.length).toBeGreaterThan(30);
    const fields = ['level', 'time', 'requestId', 'trace_id', 'userId', 'method', 'route', 'status', 'ms', 'bytes'];
    for (const line of lines) {
      expect(Object.keys(line).filter((name) => !fields.includes(name))).toEqual([]);
      expect(line).toMatchObject({ requestId: expect.any(String) as string, status: expect.any(Number) as number });
      expect(line.ms).toBeGreaterThan(0);
      expect(line.bytes).toBeGreaterThan(100);
    }
    expect(lines.filter(({ trace_id }) => trace_id === TRACE).length).toBeGreaterThan(30);
  });

  it('reports an unknown failure in one line, with its stack, its causes and the request id', () => {
    const [line, ...others] = app.log.filter(({ level }) => level >= 50);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ context: 'Errors', msg: 'unknown failure', err: { type: 'Error' } });
    const { stack } = line?.err as { stack: string };
    expect(stack).toMatch(/no words for it[^]*log-secrets\.spec[^]*caused by: Error: the cause/);
    const request = app.log.filter(({ requestId, status }) => requestId === line?.requestId && status === 500);
    expect(request).toHaveLength(1);
  });
});
