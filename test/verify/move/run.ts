// Moves 1,000,000 todos to MongoDB, killed three times on the way: complete, in flat memory, and nobody is signed out.
// `-- --todos 50000` moves fewer.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { pause } from '../../support/until.ts';
import { onReplicaSet } from '../on-replica-set.ts';
import { giveUpAfter } from '../proof.ts';

/** The most resident memory of the second half of the rows, as a multiple of that of the first half. */
const FLAT = 1.15;
const OWNERS = 10_000;
/** The heap of the move, in MB. Without a bound V8 lets garbage lie; rows that were kept would not fit into it. */
const HEAP_MB = 64;
const hex = (value: number) => value.toString(16).padStart(24, '0');

giveUpAfter(1_800_000);
const { values } = parseArgs({ options: { todos: { type: 'string', default: '1000000' } } });
const todos = Number(values.todos);
const DATA_DIR = scratchDir('move');

/** Fills the folder: a user who is signed in and has a todo, and todos of other owners. @returns the token */
async function fill(): Promise<string> {
  const server = await Server.start({ env: { DATA_DIR } });
  const token = await server.signIn();
  await server.add(token);
  await server.end();
  const db = new DatabaseSync(join(DATA_DIR, 'todo.db'));
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${todos - 1})
    INSERT INTO todos (id, owner, created_by, title, description, status, due_date, created_at, updated_at, version)
    SELECT printf('%024x', i), printf('%024x', i % ${OWNERS}), printf('%024x', i % ${OWNERS}), 'todo ' || i,
      iif(i % 3 = 0, 'a longer description of the todo', NULL), 'todo', iif(i % 2 = 0, i, NULL), i, i, 1 FROM n`);
  db.close();
  return token;
}

/** The resident memory of a process in MB; 0 when it has ended. */
function residentOf(pid = 0): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

const moving = (uri: string) =>
  new Program({
    command: [process.execPath, `--max-old-space-size=${HEAP_MB}`, resolve('dist/move.js'), '--to', uri],
    env: { DATA_DIR },
  });

const isOk = await onReplicaSet('todo-move', async (uri) => {
  const token = await fill();
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  const collection = client.db().collection('todos');
  const count = () => collection.estimatedDocumentCount();

  for (const part of [0.1, 0.3, 0.6]) {
    const program = moving(uri);
    while (program.running && (await count()) < part * todos) await pause(20);
    program.signal('SIGKILL');
    await program.exit();
    console.log(`killed at ${await count()} of ${todos} todos`);
  }
  // The memory is that of a run from the beginning.
  await collection.drop();
  const began = performance.now();
  const program = moving(uri);
  let [firstHalf, secondHalf] = [0, 0];
  while (program.running) {
    const resident = residentOf(program.pid);
    if ((await count()) < todos / 2) firstHalf = Math.max(firstHalf, resident);
    else secondHalf = Math.max(secondHalf, resident);
    await pause(100);
  }
  const { code, stdout, stderr } = await program.exit();
  console.log(stdout + stderr);
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(
    `${seconds} s; resident at most ${firstHalf.toFixed(0)} MB in the first half, ${secondHalf.toFixed(0)} MB in the second`,
  );

  const JWT_SECRET = readFileSync(join(DATA_DIR, 'jwt-secret'), 'utf8');
  const server = await Server.start({ env: { MONGODB_URI: uri, JWT_SECRET } });
  const { status, body } = await server.call('GET', '/todo', { token });
  await server.end();
  const isSignedIn = status === 200 && (body.data as unknown[]).length === 1;
  console.log(`the token of before: ${status}, ${(body.data as unknown[] | null)?.length} todo`);

  // The control: a row too many must be found, and the folder must not be marked.
  const { move } = JSON.parse(readFileSync(join(DATA_DIR, 'todo.moved'), 'utf8')) as { move: string };
  writeFileSync(join(DATA_DIR, 'todo.moved'), JSON.stringify({ move }));
  await collection.updateOne({ title: 'todo 1' }, { $set: { title: 'another' } });
  await collection.insertOne({ _id: new mongoose.mongo.ObjectId(hex(2 ** 40)), owner: new mongoose.mongo.ObjectId() });
  const control = await moving(uri).exit();
  const isFound = control.code === 1 && control.stderr.includes('todos has');
  console.log(`control, a row too many: ${isFound ? 'found' : 'NOT FOUND'}`);
  await client.close();
  rmSync(DATA_DIR, { recursive: true });

  const isFlat = firstHalf > 0 && secondHalf < FLAT * firstHalf;
  return code === 0 && stdout.includes(`todos: ${todos} rows`) && isFlat && isSignedIn && isFound;
});
console.log(isOk ? 'ok' : 'BROKEN');
if (!isOk) process.exitCode = 1;
