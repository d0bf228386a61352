// Fastify as its documentation recommends it: @fastify/jwt with its cache, schemas for input and output, pino, @fastify/helmet.
// `GROUP_COMMIT=1` gives it our group commit, and `MONGODB_URI` the plain MongoDB driver in place of node:sqlite.
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import bcrypt from 'bcrypt';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { destination, pino } from 'pino';
import { announce, type Edit, linkTo, type ListQuery, type NewTodo, SORTS, STATUSES, type Store } from './todo.js';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { id: string; name: string; email: string; jti: string };
    user: { id: string; name: string; email: string; jti: string };
  }
}

const SESSION_MS = 12 * 60 * 60 * 1000;

async function openStore(): Promise<Store> {
  const uri = process.env.MONGODB_URI;
  if (uri !== undefined) return (await import('./mongodb-store.js')).openMongo(uri);
  const { SqliteStore } = await import('./sqlite-store.js');
  return new SqliteStore({ groupCommit: process.env.GROUP_COMMIT === '1' });
}
const store = await openStore();

const app = Fastify({
  loggerInstance: pino(destination({ dest: 1, sync: false, minLength: 4096 })),
  disableRequestLogging: true,
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
  ajv: { customOptions: { coerceTypes: false, allErrors: true } },
});
await app.register(helmet);
await app.register(jwt, { secret: process.env.JWT_SECRET ?? '', verify: { cache: true, algorithms: ['HS256'] } });

// Schemas.
const id = { type: 'string', pattern: '^[0-9a-fA-F]{24}$' };
const nullable = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] });
const title = { type: 'string', pattern: '\\S', maxLength: 255 };
const description = { type: 'string', maxLength: 10_000 };
const dueDate = { type: 'string', format: 'date-time' };
const status = { type: 'string', enum: STATUSES };
const byId = { type: 'object', properties: { id }, required: ['id'] };
const newTodo = {
  type: 'object',
  additionalProperties: false,
  required: ['title'],
  properties: {
    title,
    description: nullable(description),
    dueDate: nullable(dueDate),
    assignee: nullable(id),
    createdBy: nullable(id),
    status,
  },
};
const edit = { ...newTodo, required: [] };
const listQuery = {
  type: 'object',
  properties: {
    assignee: id,
    status: { anyOf: [status, { type: 'array', items: status }] },
    sort: { type: 'string', enum: SORTS },
    limit: { type: 'string', pattern: '^([1-9]\\d?|1\\d\\d|200)$' },
    cursor: { type: 'string', minLength: 1 },
  },
};
const text = { type: 'string' };
const todo = {
  type: 'object',
  required: ['id', 'title', 'status', 'createdBy', 'created_at', 'updated_at'],
  properties: {
    id: text,
    title: text,
    description: text,
    status: text,
    due_date: text,
    createdBy: text,
    assignee: text,
    created_at: text,
    updated_at: text,
  },
};
const envelope = (code: number, data: object) => ({
  [code]: {
    type: 'object',
    required: ['statusCode', 'message', 'data', 'error'],
    properties: { statusCode: { type: 'integer' }, message: text, data, error: { type: 'null' } },
  },
});
const none = { type: 'null' };

// What every request passes.
const unauthorized = (message: string, reason?: string) => {
  const more = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return Object.assign(new Error(message), { statusCode: 401, challenge: `Bearer realm="todo"${more}` });
};

async function authenticate(request: FastifyRequest): Promise<void> {
  if (request.headers.authorization === undefined) throw unauthorized('An access token is needed');
  await request.jwtVerify().catch(() => {
    throw unauthorized('The access token is invalid', 'invalid');
  });
  if (!(await store.hasSession(request.user.jti, request.user.id)))
    throw unauthorized('The access token is revoked', 'revoked');
}

app.addHook('onRequest', async (request, reply) => {
  reply.header('X-Request-Id', request.id);
  if (request.url.startsWith('/api')) reply.header('Cache-Control', 'private, no-cache');
});
app.addHook('onResponse', async (request, reply) => {
  request.log.info({
    userId: (request.user as { id: string } | null)?.id,
    method: request.method,
    route: request.routeOptions.url,
    status: reply.statusCode,
    ms: reply.elapsedTime,
  });
});

const fail = (reply: FastifyReply, code: number, message: string) => {
  const error = code === 400 ? 'The request body is not correct.' : STATUS_CODES[code];
  return reply.code(code).send({ statusCode: code, message, data: null, error });
};
app.setErrorHandler((error: Error & { statusCode?: number; challenge?: string }, request, reply) => {
  const { statusCode = 500, challenge, message } = error;
  if (challenge !== undefined) reply.header('WWW-Authenticate', challenge);
  if (statusCode >= 500) request.log.error(error);
  return fail(reply, statusCode, message);
});
app.setNotFoundHandler((request, reply) =>
  fail(reply, 404, `Cannot ${request.method} ${request.url.split('?', 1)[0]}`),
);

// Routes.
const ok = (message: string, data: unknown, statusCode = 200) => ({ statusCode, message, data, error: null });

app.get<{ Params: { id: string } }>(
  '/api/todo/:id',
  { onRequest: authenticate, schema: { params: byId, response: envelope(200, todo) } },
  async (request, reply) => {
    const { id } = request.params;
    const found = await store.find(request.user.id, id);
    if (!found) return fail(reply, 404, `Todo ${id} is not found`);
    reply.header('ETag', `"${found.version}"`);
    return ok(`Todo ${id} is successfully retrieved`, found.todo);
  },
);

app.get<{ Querystring: Omit<ListQuery, 'limit'> & { limit?: string } }>(
  '/api/todo',
  {
    onRequest: authenticate,
    schema: { querystring: listQuery, response: envelope(200, { type: 'array', items: todo }) },
  },
  async (request, reply) => {
    const { limit, ...query } = request.query;
    const asked = { ...query, limit: limit === undefined ? undefined : Number(limit) };
    const { todos, next } = await store.list(request.user.id, asked);
    if (next !== undefined) reply.header('Link', linkTo(request.url, next));
    return ok('Todos is successfully retrieved', todos);
  },
);

app.post<{ Body: NewTodo }>(
  '/api/todo',
  { onRequest: authenticate, schema: { body: newTodo, response: envelope(201, none) } },
  async (request, reply) => {
    const key = request.headers['idempotency-key'] as string | undefined;
    const added = await store.add(request.user.id, request.body, key);
    if (added === undefined) return fail(reply, 422, 'Idempotency-Key has been used for another todo');
    reply.code(201).header('Location', `/api/todo/${added}`).header('ETag', '"1"');
    return ok(`Todo ${added} is successfully added`, null, 201);
  },
);

const change = async (request: FastifyRequest, reply: FastifyReply, id: string, edit: Edit) => {
  const version = await store.change(request.user.id, id, edit);
  if (version === undefined) return fail(reply, 404, `Todo ${id} is not found`);
  reply.header('ETag', `"${version}"`);
  return ok(`Todo ${id} is successfully edited`, null);
};

app.patch<{ Params: { id: string; status: string } }>(
  '/api/todo/:id/:status',
  {
    onRequest: authenticate,
    schema: {
      params: { type: 'object', properties: { id, status }, required: ['id', 'status'] },
      response: envelope(200, none),
    },
  },
  (request, reply) => change(request, reply, request.params.id, { status: request.params.status }),
);

app.patch<{ Params: { id: string }; Body: Edit }>(
  '/api/todo/:id',
  { onRequest: authenticate, schema: { params: byId, body: edit, response: envelope(200, none) } },
  (request, reply) => change(request, reply, request.params.id, request.body),
);

app.post<{ Body: { email: string; password: string } }>(
  '/api/login',
  {
    schema: {
      body: { type: 'object', required: ['email', 'password'], properties: { email: text, password: text } },
      response: envelope(200, text),
    },
  },
  async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    const { email, password } = request.body;
    const account = await store.account(email.toLowerCase());
    if (!account || !(await bcrypt.compare(password, account.hash)))
      return fail(reply, 400, 'email or password is wrong');
    const jti = randomUUID();
    const payload = { id: account.id, name: account.email, email: account.email, jti };
    const token = app.jwt.sign(payload, { expiresIn: '12h' });
    await store.addSession(jti, account.id, Date.now() + SESSION_MS);
    return ok(`${account.email} is successfully signed in`, token);
  },
);

const address = await app.listen({ port: 0, host: '127.0.0.1' });
announce(Number(new URL(address).port));
