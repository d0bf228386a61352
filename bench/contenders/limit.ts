// The limit: node:http and node:sqlite with the answers of the others and none of their duties. It takes the caller from a
// header, verifies and validates nothing, and shares the commits of its writes as our server does.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SqliteStore } from './sqlite-store.js';
import { announce, linkTo, type ListQuery, type NewTodo } from './todo.js';

const store = new SqliteStore({ groupCommit: true });

const ADDRESS = /^\/api\/todo(?:\/(\w+))?(?:\/(\w+))?(?:\?(.*))?$/;

function answer(response: ServerResponse, status: number, message: string, data: unknown, headers = {}): void {
  const body = JSON.stringify({ statusCode: status, message, data, error: null });
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

function listQuery(text: string | undefined): ListQuery {
  const { limit, ...query } = Object.fromEntries(new URLSearchParams(text));
  return { ...query, limit: limit === undefined ? undefined : Number(limit) };
}

function read(me: string, url: string, response: ServerResponse): void {
  const [, id, , query] = ADDRESS.exec(url) ?? [];
  if (id === undefined) {
    const { todos, next } = store.list(me, listQuery(query));
    const link = next === undefined ? {} : { Link: linkTo(url, next) };
    return answer(response, 200, 'Todos is successfully retrieved', todos, link);
  }
  const found = store.find(me, id);
  if (!found) return answer(response, 404, `Todo ${id} is not found`, null);
  answer(response, 200, `Todo ${id} is successfully retrieved`, found.todo, { ETag: `"${found.version}"` });
}

async function write(me: string, url: string, sent: { body: string; key?: string }, response: ServerResponse) {
  const [, id, status] = ADDRESS.exec(url) ?? [];
  const body = status === undefined ? (JSON.parse(sent.body) as NewTodo) : { status };
  if (id !== undefined) {
    const version = await store.change(me, id, body);
    return answer(response, 200, `Todo ${id} is successfully edited`, null, { ETag: `"${version}"` });
  }
  const added = await store.add(me, body as NewTodo, sent.key);
  const headers = { Location: `/api/todo/${added}`, ETag: '"1"' };
  answer(response, 201, `Todo ${added} is successfully added`, null, headers);
}

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  const me = String(headers['x-user']);
  if (request.method === 'GET') return read(me, url, response);
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => void write(me, url, { body, key: headers['idempotency-key'] as string }, response));
});

server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port));
