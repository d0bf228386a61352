// The base of every other figure: node:http and node:sqlite without a framework. `/one` reads a row by its
// primary key, `/list` reads 20 rows by an index.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

const ROWS = 20;

const db = new DatabaseSync(process.env.DATABASE ?? ':memory:');
db.exec(`
  PRAGMA journal_mode = WAL;
  CREATE TABLE todos (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, description TEXT, status TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX todos_owner ON todos (owner, created_at, id);`);
const insert = db.prepare('INSERT INTO todos VALUES (?, ?, ?, ?, ?, ?, ?)');
const now = Date.now();
for (let i = 0; i < ROWS; i++)
  insert.run(`id-${i}`, 'me', `Todo ${i}`, 'What there is to do', 'todo', now + i, now + i);

const one = db.prepare('SELECT * FROM todos WHERE id = ?');
const list = db.prepare('SELECT * FROM todos WHERE owner = ? ORDER BY created_at, id LIMIT 500');

const server = createServer((request, response) => {
  const data = request.url === '/list' ? list.all('me') : one.get('id-7');
  const body = JSON.stringify({ statusCode: 200, message: null, data, error: null });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});

server.listen(0, () => {
  // The line that our server logs, so both starts are noticed in the same way.
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ api: `http://localhost:${port}`, msg: 'listening' }));
});
