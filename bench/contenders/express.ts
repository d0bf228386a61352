// Express as its documentation recommends it for production: jsonwebtoken, zod, pino-http and helmet.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import bcrypt from 'bcrypt';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import jwt from 'jsonwebtoken';
import { destination } from 'pino';
import { pinoHttp } from 'pino-http';
import { z } from 'zod';
import { SqliteStore } from './sqlite-store.js';
import { announce, linkTo, SORTS, STATUSES } from './todo.js';

interface Claims {
  id: string;
  name: string;
  email: string;
  jti: string;
}

const SECRET = process.env.JWT_SECRET ?? '';
const SESSION_SECONDS = 12 * 60 * 60;
const store = new SqliteStore();

// Schemas.
const id = z.string().regex(/^[0-9a-f]{24}$/i);
const status = z.enum(STATUSES);
const byId = z.object({ id });
const byIdAndStatus = z.object({ id, status });
const newTodo = z.object({
  title: z.string().max(255).regex(/\S/),
  description: z.string().max(10_000).nullish(),
  dueDate: z.iso.datetime({ offset: true }).nullish(),
  assignee: id.nullish(),
  createdBy: id.nullish(),
  status: status.nullish(),
});
const edit = newTodo.omit({ createdBy: true }).partial();
const listQuery = z.object({
  assignee: id.optional(),
  status: z.union([status, z.array(status)]).optional(),
  sort: z.enum(SORTS).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().min(1).optional(),
});
const signIn = z.object({ email: z.string(), password: z.string() });

// Errors and answers.
class HttpError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const unauthorized = (message: string, reason?: string) => {
  const more = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return new HttpError(401, message, { 'WWW-Authenticate': `Bearer realm="todo"${more}` });
};
const notFound = (id: string) => new HttpError(404, `Todo ${id} is not found`);
const ok = (response: Response, message: string, data: unknown, statusCode = 200) =>
  response.status(statusCode).json({ statusCode, message, data, error: null });
const callerOf = (response: Response): string => (response.locals.user as Claims).id;

function authenticate(request: Request, response: Response, next: NextFunction): void {
  const [scheme, token] = request.headers.authorization?.split(' ') ?? [];
  if (scheme !== 'Bearer' || token === undefined) throw unauthorized('An access token is needed');
  let claims: Claims;
  try {
    claims = jwt.verify(token, SECRET, { algorithms: ['HS256'] }) as Claims;
  } catch {
    throw unauthorized('The access token is invalid', 'invalid');
  }
  if (!store.hasSession(claims.jti, claims.id)) throw unauthorized('The access token is revoked', 'revoked');
  response.locals.user = claims;
  next();
}

const app = express();
app.use(
  pinoHttp(
    {
      genReqId: (request, response) => {
        const requestId = request.headers['x-request-id'] ?? randomUUID();
        response.setHeader('X-Request-Id', requestId);
        return requestId;
      },
    },
    destination({ dest: 1, sync: false, minLength: 4096 }),
  ),
);
app.use(helmet());
app.use(express.json());
app.use('/api', (_request, response, next) => {
  response.setHeader('Cache-Control', 'private, no-cache');
  next();
});

// Routes.
const todos = express.Router();
todos.use(authenticate);

todos.get('/', (request, response) => {
  const { todos, next } = store.list(callerOf(response), listQuery.parse(request.query));
  if (next !== undefined) response.setHeader('Link', linkTo(request.originalUrl, next));
  ok(response, 'Todos is successfully retrieved', todos);
});

todos.get('/:id', (request, response) => {
  const { id } = byId.parse(request.params);
  const found = store.find(callerOf(response), id);
  if (!found) throw notFound(id);
  response.setHeader('ETag', `"${found.version}"`);
  ok(response, `Todo ${id} is successfully retrieved`, found.todo);
});

todos.post('/', async (request, response) => {
  const added = await store.add(callerOf(response), newTodo.parse(request.body), request.get('Idempotency-Key'));
  if (added === undefined) throw new HttpError(422, 'Idempotency-Key has been used for another todo');
  response.setHeader('Location', `/api/todo/${added}`);
  response.setHeader('ETag', '"1"');
  ok(response, `Todo ${added} is successfully added`, null, 201);
});

todos.patch('/:id/:status', async (request, response) => {
  const { id, status } = byIdAndStatus.parse(request.params);
  const version = await store.change(callerOf(response), id, { status });
  if (version === undefined) throw notFound(id);
  response.setHeader('ETag', `"${version}"`);
  ok(response, `Todo ${id} is successfully edited`, null);
});

todos.patch('/:id', async (request, response) => {
  const { id } = byId.parse(request.params);
  const version = await store.change(callerOf(response), id, edit.parse(request.body));
  if (version === undefined) throw notFound(id);
  response.setHeader('ETag', `"${version}"`);
  ok(response, `Todo ${id} is successfully edited`, null);
});

app.use('/api/todo', todos);

app.post('/api/login', async (request, response) => {
  response.setHeader('Cache-Control', 'no-store');
  const { email, password } = signIn.parse(request.body);
  const account = store.account(email.toLowerCase());
  if (!account || !(await bcrypt.compare(password, account.hash)))
    throw new HttpError(400, 'email or password is wrong');
  const jti = randomUUID();
  const payload = { id: account.id, name: account.email, email: account.email, jti };
  const token = jwt.sign(payload, SECRET, { expiresIn: SESSION_SECONDS });
  await store.addSession(jti, account.id, Date.now() + SESSION_SECONDS * 1000);
  ok(response, `${account.email} is successfully signed in`, token);
});

app.use((request: Request) => {
  throw new HttpError(404, `Cannot ${request.method} ${request.originalUrl.split('?', 1)[0]}`);
});

app.use((error: Error & { status?: number }, request: Request, response: Response, _next: NextFunction) => {
  const status = error instanceof z.ZodError ? 400 : (error.status ?? 500);
  if (status >= 500) request.log.error(error);
  const message =
    error instanceof z.ZodError
      ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
      : error.message;
  if (error instanceof HttpError) response.set(error.headers);
  const name = status === 400 ? 'The request body is not correct.' : STATUS_CODES[status];
  response.status(status).json({ statusCode: status, message, data: null, error: name });
});

const server = app.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port));
