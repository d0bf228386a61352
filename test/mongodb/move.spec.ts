import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import mongoose from 'mongoose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exit } from '../support/process.js';
import { launch, run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';
import { hasTerminal, Terminal } from '../support/terminal.js';

type Env = Record<string, string>;
type Connection = InstanceType<typeof mongoose.mongo.MongoClient>;

const PEOPLE = ['ada@example.com', 'Grace@Example.com'];
const KEYED = { body: { title: 'once' }, headers: { 'Idempotency-Key': 'a:key' } };

/** A database of its own, which is dropped after the test. */
async function database(): Promise<{ uri: string; client: Connection }> {
  const own = new URL(process.env.MONGODB_URI ?? '');
  own.pathname = `/move-${randomUUID()}`;
  const client = await new mongoose.mongo.MongoClient(own.href).connect();
  onTestFinished(async () => {
    await client.db().dropDatabase();
    await client.close();
  });
  return { uri: own.href, client };
}

const moving = (env: Env, ...options: string[]): Promise<Exit> =>
  run({ env, command: [process.execPath, resolve('dist/move.js'), ...options] });

/** Reads as clients do: the todos of each person, and the todo that a repeated key answers with. */
async function seen(env: Env, tokens: string[]): Promise<unknown[]> {
  const server = await startServer({ env });
  const lists = [];
  for (const token of tokens) {
    const { status, body } = await server.call('GET', '/todo', { token });
    lists.push({ status, todos: body.data });
  }
  const once = await server.call('POST', '/todo', { token: tokens[0], ...KEYED });
  for (const email of PEOPLE) await server.signInAgain(email);
  await server.end();
  return [...lists, once.headers.get('location')];
}

/** Fills a folder as clients do. @returns the tokens of two people who stay signed in */
async function fill(env: Env): Promise<string[]> {
  const server = await startServer({ env });
  const tokens = [await server.signIn(PEOPLE[0]), await server.signIn(PEOPLE[1])];
  const [ada = '', grace = ''] = tokens;
  const { body } = await server.call('GET', '/users/me', { token: grace });
  await server.call('PATCH', '/users/me', {
    token: ada,
    body: { firstName: 'Ada', lastName: 'Łovelace' },
  });
  await server.add(ada, { title: 'given', assignee: (body.data as { id: string }).id, dueDate: '2031-05-17' });
  await server.add(ada, { title: 'of long ago 😀', description: '', dueDate: '0000-01-01' });
  await server.call('POST', '/todo', { token: ada, ...KEYED });
  for (let count = 0; count < 7; count++) await server.add(grace, { title: `number ${count}` });
  await server.end();
  return tokens;
}

describe('data:move', () => {
  it('moves everything to MongoDB, where nobody is signed out, and back again', async () => {
    const [DATA_DIR, { uri, client }] = [tempDir(), await database()];
    const tokens = await fill({ DATA_DIR });
    const before = await seen({ DATA_DIR }, tokens);
    const secret = join(tempDir(), 'secret');

    const { code, stdout, stderr } = await moving({ DATA_DIR }, '--to', uri, '--secret-file', secret);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('todos: 10 rows, the same in both\n');
    expect(stdout).toContain('users: 2 rows, the same in both\n');
    expect(stdout).toContain(`Set JWT_SECRET_FILE to ${secret}.\n`);
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(await client.db().collection('known_addresses').countDocuments()).toBeGreaterThan(0);
    expect(await seen({ MONGODB_URI: uri, JWT_SECRET_FILE: secret, JWT_SECRET: '' }, tokens)).toEqual(before);

    const back = tempDir();
    const again = await moving({ DATA_DIR: back, LOG_LEVEL: 'silent' }, '--from', uri);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(await seen({ DATA_DIR: back, JWT_SECRET: readFileSync(secret, 'utf8') }, tokens)).toEqual(before);
  });

  it('marks the folder, which no server then serves unless it is told to', async () => {
    const [DATA_DIR, { uri }] = [tempDir(), await database()];
    const tokens = await fill({ DATA_DIR });
    await moving({ DATA_DIR }, '--to', uri);
    const { code, stderr } = await run({ env: { DATA_DIR } });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The data of DATA_DIR .+ has been moved to mongodb:\/\/.+; set MONGODB_URI, or SERVE_MOVED_DATA=true .+\n$/,
    );
    expect(stderr).toContain(new URL(uri).host);
    expect(await moving({ DATA_DIR }, '--to', uri)).toMatchObject({ code: 1 });
    expect(await seen({ DATA_DIR, SERVE_MOVED_DATA: 'true' }, tokens)).toHaveLength(3);
  });

  it('goes on after a kill at any point, and counts nothing twice', async () => {
    const [DATA_DIR, { uri, client }] = [tempDir(), await database()];
    const tokens = await fill({ DATA_DIR });
    const before = await seen({ DATA_DIR }, tokens);
    for (const pause of [400, 700, 1_000]) {
      const killed = launch({ env: { DATA_DIR }, command: [process.execPath, resolve('dist/move.js'), '--to', uri] });
      setTimeout(() => killed.program.signal('SIGKILL'), pause);
      await killed.program.exit();
    }
    const { stdout } = await moving({ DATA_DIR }, '--to', uri);
    if (stdout !== '') expect(stdout).toContain('todos: 10 rows, the same in both\n');
    expect(await client.db().collection('todos').countDocuments()).toBe(10);
    const JWT_SECRET = readFileSync(join(DATA_DIR, 'jwt-secret'), 'utf8');
    expect(await seen({ MONGODB_URI: uri, JWT_SECRET }, tokens)).toEqual(before);
  });

  it('leaves a target that no server serves until it is finished', async () => {
    const [DATA_DIR, { uri, client }] = [tempDir(), await database()];
    const tokens = await fill({ DATA_DIR });
    const before = await seen({ DATA_DIR }, tokens);
    await moving({ DATA_DIR }, '--to', uri);
    const marks = client.db().collection<{ _id: string }>('moves');
    expect(await marks.findOne()).not.toHaveProperty('filling');
    // As a kill during the copy leaves both.
    await marks.updateOne({}, { $set: { filling: true } });
    const { move } = JSON.parse(readFileSync(join(DATA_DIR, 'todo.moved'), 'utf8')) as { move: string };
    writeFileSync(join(DATA_DIR, 'todo.moved'), JSON.stringify({ move }));
    const JWT_SECRET = readFileSync(join(DATA_DIR, 'jwt-secret'), 'utf8');
    const { code, stderr } = await run({ env: { MONGODB_URI: uri, JWT_SECRET } });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^mongodb:\/\/.+ holds a part of what data:move was copying; let the same data:move go on to its end, or empty it\n$/,
    );
    expect(await moving({ DATA_DIR }, '--to', uri)).toMatchObject({ code: 0 });
    expect(await seen({ MONGODB_URI: uri, JWT_SECRET }, tokens)).toEqual(before);

    const back = tempDir();
    await moving({ DATA_DIR: back, LOG_LEVEL: 'silent' }, '--from', uri);
    writeFileSync(join(back, 'todo.moved'), JSON.stringify({ move, filling: true }));
    const half = await run({ env: { DATA_DIR: back, JWT_SECRET } });
    expect(half.stderr).toMatch(/^DATA_DIR .+ holds a part of what data:move was copying; /);
    const left = await run({ env: { MONGODB_URI: uri, JWT_SECRET } });
    expect(left.stderr).toMatch(/^The data of mongodb:.+ has been moved to .+todo\.db; unset MONGODB_URI, or SERVE_/);
  });

  it.skipIf(!hasTerminal)('shows the progress as a percentage on a terminal, and as lines elsewhere', async () => {
    const [DATA_DIR, { uri }] = [tempDir(), await database()];
    await fill({ DATA_DIR });
    const command = [process.execPath, resolve('dist/move.js'), '--to', uri] as const;
    const terminal = new Terminal({ command, env: { DATA_DIR } });
    const { stdout } = await terminal.exit();
    expect(stdout).toContain('\r\u001b[Kcopying todos: 100 % of 10 rows');
    expect(terminal.text).toContain('todos: 10 rows, the same in both\n');

    const plain = await moving({ DATA_DIR: tempDir(), LOG_LEVEL: 'silent' }, '--from', uri);
    expect(plain.stdout).toContain('copying todos: 100 % of 10 rows\n');
    expect(plain.stdout).toContain('comparing todos: 50 % of 20 rows\ncomparing todos: 100 % of 20 rows\n');
    expect(plain.stdout).not.toContain('\r');
  });

  it('finds that rows differ, names the tables, and marks nothing', async () => {
    const [DATA_DIR, { uri, client }] = [tempDir(), await database()];
    await fill({ DATA_DIR });
    const unmarked = readdirSync(DATA_DIR);
    await moving({ DATA_DIR }, '--to', uri);
    const db = new DatabaseSync(join(DATA_DIR, 'todo.db'));
    db.exec('DELETE FROM sessions');
    db.close();
    // As if the folder had been served again during the move.
    const { move } = JSON.parse(readFileSync(join(DATA_DIR, 'todo.moved'), 'utf8')) as { move: string };
    writeFileSync(join(DATA_DIR, 'todo.moved'), JSON.stringify({ move }));
    const { code, stderr } = await moving({ DATA_DIR }, '--to', uri);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /differ; nothing is marked as moved:\n {2}sessions has 0 rows in the one and 2 in the other\n$/,
    );
    expect(unmarked).not.toContain('todo.moved');
    expect(readFileSync(join(DATA_DIR, 'todo.moved'), 'utf8')).not.toContain('mongodb');
    expect(await client.db().collection('sessions').countDocuments()).toBe(2);
  });

  it.each(['a document of a server', 'another move'])('refuses a target that holds %s', async (what) => {
    const [DATA_DIR, { uri, client }] = [tempDir(), await database()];
    await fill({ DATA_DIR });
    if (what === 'another move') {
      const other = tempDir();
      await fill({ DATA_DIR: other });
      await moving({ DATA_DIR: other }, '--to', uri);
    } else await client.db().collection<{ _id: string }>('sessions').insertOne({ _id: 'x' });
    const { code, stderr } = await moving({ DATA_DIR }, '--to', uri);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mongodb:\/\/.+ holds data that is not of this move; name an empty one\n$/);
    expect(readdirSync(DATA_DIR)).not.toContain('todo.moved');
  });

  it('is refused while a server runs', async () => {
    const [DATA_DIR, { uri }] = [tempDir(), await database()];
    await startServer({ env: { DATA_DIR } });
    const { code, stderr } = await moving({ DATA_DIR }, '--to', uri);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR .+ is in use by another process/);
  });

  it.each([
    [[], /^npm run data:move -- --to/],
    [['--to', 'mongodb://a', '--from', 'mongodb://b'], /^npm run data:move/],
    [['--from', 'mongodb://a', '--secret-file', 'x'], /^npm run data:move/],
    [['--into', 'x'], /^Unknown option '--into'/],
    [['--to', 'postgres://a'], /^The address of MongoDB must begin with mongodb:\/\/ or mongodb\+srv:\/\/\n$/],
    [['--to', 'mongodb://u:s3cret@127.0.0.1:1/x'], /^MongoDB at 127.0.0.1:1 does not answer\n$/],
  ])('says in few words what is wrong with %j', async (options, words) => {
    const env = { DATA_DIR: tempDir(), MONGODB_CONNECT_TIMEOUT: '1s', MONGODB_TIMEOUT: '500ms' };
    const { code, stderr } = await moving(env, ...options);
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('s3cret');
  });
});
