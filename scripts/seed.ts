// `npm run seed -- --users 20 --todos 500` adds demo data to the engine that the configuration names, through the services
// of the routes, and so by their rules. Every run adds users of its own.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { progress } from '@clack/prompts';
import type { INestApplicationContext } from '@nestjs/common';
import type { Engine } from '../src/database/engine.ts';
import { STATUSES } from '../src/todo/todo.ts';
import type { TodoService } from '../src/todo/todo.service.ts';
import type { User } from '../src/users/user.ts';
import type { UsersService } from '../src/users/users.service.ts';
import { built } from '../test/support/built.ts';
import { anyOf } from '../test/support/random.ts';

const PASSWORD = 'correct horse';
const FIRST = ['Ada', 'Alan', 'Barbara', 'Dennis', 'Edsger', 'Frances', 'Grace', 'Ken', 'Margaret', 'Niklaus', 'Radia'];
const LAST = ['Allen', 'Dijkstra', 'Hamilton', 'Hopper', 'Liskov', 'Lovelace', 'Perlman', 'Ritchie', 'Turing', 'Wirth'];
const VERBS = ['Answer', 'Book', 'Call about', 'Clean up', 'Finish', 'Plan', 'Read', 'Repair', 'Review', 'Write'];
const THINGS = ['the bicycle', 'the budget', 'the contract', 'the garden', 'the holiday', 'the letter', 'the tests'];
const DAY_MS = 86_400_000;
/** Calls under way at once: two threads hash passwords, and writes share their commits. */
const [USERS_AT_ONCE, TODOS_AT_ONCE] = [4, 50];

const chance = (part: number): boolean => Math.random() < part;

/** A count from the command line. */
function count(name: string, text: string, least: number): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < least) {
    throw new Error(`--${name} must be a whole number from ${least} to 999999`);
  }
  return Number(text);
}

/** Does `work` `times` times, `atOnce` of them at once. A terminal shows the progress, other outputs a line at the end. */
async function each<T>(what: string, times: number, atOnce: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const bar = process.stdout.isTTY ? progress({ max: Math.max(times, 1), size: 40 }) : undefined;
  bar?.start(what);
  const results: T[] = [];
  let [next, done] = [0, 0];
  const worker = async () => {
    for (let n = next++; n < times; n = next++) {
      results[n] = await work(n);
      bar?.advance(1, `${what}: ${++done} of ${times}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, times) }, worker));
  if (bar) bar.stop(`${times} ${what}`);
  else console.log(`${times} ${what}`);
  return results;
}

/** No limit counts the registrations of a shared address. */
const HERE = { address: '127.0.0.1', shared: true, gone: new AbortController().signal };

async function seed(app: INestApplicationContext, users: number, todos: number): Promise<User> {
  const { UsersService: Users } = await built<{ UsersService: new () => UsersService }>('users/users.service.js');
  const { TodoService: Todos } = await built<{ TodoService: new () => TodoService }>('todo/todo.service.js');
  const [people, lists] = [app.get(Users), app.get(Todos)];
  const run = randomBytes(3).toString('hex');
  const everybody = await each('users', users, USERS_AT_ONCE, (n) => {
    const [firstName, lastName] = [anyOf(FIRST), anyOf(LAST)];
    const email = `${firstName}.${lastName}.${run}${n}@example.com`.toLowerCase();
    return people.register({ email, password: PASSWORD, firstName, lastName }, HERE);
  });
  await each('todos', todos, TODOS_AT_ONCE, (n) => {
    const caller = { id: (everybody[n % users] as User).id, sessionId: '' };
    return lists.add(caller, {
      title: `${anyOf(VERBS)} ${anyOf(THINGS)}`,
      description: chance(0.3) ? 'Before anything else.' : undefined,
      status: anyOf(STATUSES),
      assignee: chance(0.4) ? anyOf(everybody).id : undefined,
      dueDate: chance(0.7) ? new Date(Date.now() + (Math.random() * 90 - 30) * DAY_MS).toISOString() : undefined,
    });
  });
  return everybody[0] as User;
}

async function main(): Promise<void> {
  const options = { users: { type: 'string', default: '20' }, todos: { type: 'string', default: '500' } } as const;
  const { values } = parseArgs({ options });
  const [users, todos] = [count('users', values.users, 1), count('todos', values.todos, 0)];
  await import('reflect-metadata');
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await built<{ AppModule: new () => unknown }>('app.module.js');
  const { Engine: Database } = await built<{ Engine: new () => Engine }>('database/engine.js');
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  try {
    const { email } = await seed(app, users, todos);
    console.log(`in ${app.get(Database).location}; sign in as ${email} with the password: ${PASSWORD}`);
  } finally {
    await app.close();
  }
}

try {
  await main();
} catch (error) {
  const { message } = error as Error;
  console.error(message);
  if (message.includes('in use by another process'))
    console.error('Stop the server first, and start it again afterwards.');
  process.exitCode = 1;
}
