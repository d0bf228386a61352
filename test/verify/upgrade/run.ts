// An earlier release, this one and the earlier one again run on the same data, on MongoDB also side by side: nothing is lost.
// `-- --from <ref>` takes another release than the first one. `-- --engine mongodb` proves one engine alone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { buildOf } from '../../../bench/against.ts';
import { scratchDir } from '../../support/scratch.ts';
import { MAIN, Server } from '../../support/server.ts';
import { onReplicaSet } from '../on-replica-set.ts';
import { giveUpAfter, LACKS_TOOL, onEngines } from '../proof.ts';
import { Person } from './people.ts';

const GIVE_UP_MS = 15 * 60_000;
/** The first release: its tag, and its commit for a clone without tags. */
const FIRST = ['v1.0.11', '37d8be2'];

const { values: flags } = parseArgs({ options: { from: { type: 'string' }, engine: { type: 'string' } } });

/** The first of these that the clone has. */
function known(refs: string[]): string | undefined {
  return refs.find((ref) => {
    try {
      execFileSync('git', ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

type Release = 'old' | 'new';

/** Starts the releases on the same data. */
class Releases {
  private readonly mains: Record<Release, string>;
  private readonly env: Record<string, string>;

  constructor(oldDist: string, env: Record<string, string>) {
    this.mains = { old: join(oldDist, 'main.js'), new: MAIN };
    this.env = env;
  }

  start(release: Release): Promise<Server> {
    return Server.start({ command: [process.execPath, this.mains[release]], env: this.env });
  }

  /** Runs one release alone, and ends it. */
  async alone(release: Release, work: (server: Server) => Promise<void>): Promise<void> {
    const server = await this.start(release);
    await work(server);
    const { code, stderr } = await server.end();
    if (code !== 0) throw new Error(`the ${release} release ended with ${code}: ${stderr}`);
    if (server.failures.length > 0) throw new Error(`the ${release} release has logged ${server.failures[0]}`);
  }
}

/** Old, new, old and new again, with users of both, who are known to both, and whose sessions go on. */
async function oneAfterTheOther(releases: Releases): Promise<Person[]> {
  const people: Person[] = [];
  for (const [turn, release] of (['old', 'new', 'old', 'new'] as const).entries()) {
    await releases.alone(release, async (server) => {
      for (const person of people) {
        await person.check(server);
        await person.work(server);
      }
      // One of each turn stays signed in, and the other one signs out and in again.
      const [stays, leaves] = [new Person(`stays.${turn}@mail.com`), new Person(`leaves.${turn}@mail.com`)];
      people.push(stays, leaves);
      for (const person of [stays, leaves]) {
        await person.register(server);
        await person.work(server);
      }
      for (const person of people.filter(({ email }) => email.startsWith('leaves'))) {
        await person.logOut(server);
        await person.logIn(server);
      }
      for (const person of people) await person.check(server);
    });
    console.log(`  ${release}: ${people.length} users and their todos are right`);
  }
  return people;
}

/** What one release writes the other one reads at once, and a token that ends at one is dead at the other. */
async function sideBySide(releases: Releases): Promise<void> {
  const servers = [await releases.start('old'), await releases.start('new')];
  for (const [index, at] of servers.entries()) {
    const other = servers[1 - index] ?? at;
    const person = new Person(`beside.${index}@mail.com`);
    await person.register(at);
    for (const server of [at, other, at]) {
      await person.work(server);
      for (const each of servers) await person.check(each);
    }
    await person.logOut(at);
    await person.logIn(other);
    for (const each of servers) await person.check(each);
  }
  for (const server of servers) await server.end();
  console.log('  side by side: each reads at once what the other one writes');
}

/** Whether a check finds a todo that somebody has taken away. */
async function control(releases: Releases, people: Person[], takeOne: () => Promise<void>): Promise<boolean> {
  await takeOne();
  let found = 0;
  await releases.alone('new', async (server) => {
    for (const person of people) await person.check(server).catch(() => found++);
  });
  console.log(`  control, a todo that is gone: ${found === 1 ? 'found' : 'NOT FOUND'}`);
  return found === 1;
}

giveUpAfter(GIVE_UP_MS);
const from = known(flags.from === undefined ? FIRST : [flags.from]);
if (from === undefined) {
  console.error('This clone does not have the earlier release: git fetch --unshallow --tags');
  process.exit(LACKS_TOOL);
}
const { name, dist } = buildOf(from);

await onEngines(
  {
    sqlite: async () => {
      console.log(`embedded, from ${name}:`);
      const DATA_DIR = scratchDir('upgrade');
      const releases = new Releases(dist, { DATA_DIR });
      const people = await oneAfterTheOther(releases);
      return control(releases, people, async () => {
        const db = new DatabaseSync(join(DATA_DIR, 'todo.db'));
        db.exec('DELETE FROM todos WHERE id = (SELECT min(id) FROM todos)');
        db.close();
      });
    },
    mongodb: () =>
      onReplicaSet('todo-upgrade', async (MONGODB_URI) => {
        console.log(`MongoDB, from ${name}:`);
        const releases = new Releases(dist, { MONGODB_URI });
        const people = await oneAfterTheOther(releases);
        await sideBySide(releases);
        return control(releases, people, async () => {
          const client = await new mongoose.mongo.MongoClient(MONGODB_URI).connect();
          await client.db().collection('todos').deleteOne({});
          await client.close();
        });
      }),
  },
  flags.engine,
);
console.log(process.exitCode ? 'BROKEN' : 'ok');
