// The embedded engine is killed 50 times while clients write: nothing acknowledged may be lost, and nothing half done.
// Every fifth time a start is killed, too. `-- --kills 10` kills fewer times.
import { parseArgs } from 'node:util';
import { integrityOf } from '../../support/integrity.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { pause } from '../../support/until.ts';
import { giveUpAfter } from '../proof.ts';
import { People } from './people.ts';
import { Writer } from './writer.ts';

const WRITERS = 24;
/** A server lives for a random number of acknowledged writes, and for a random time beyond the last of them. */
const MOST_WRITES = 600;
const LONGEST_REST_MS = 20;
const ENOUGH_WRITES = 10_000;
/** It only catches a hang. */
const GIVE_UP_MS = 1_800_000;

const { values: flags } = parseArgs({ options: { kills: { type: 'string', default: '50' } } });
const KILLS = Number(flags.kills);

class Crash {
  readonly faults: string[] = [];
  readonly writers: Writer[] = [];
  readonly people = new People();
  restarts = 0;
  sound = 0;
  inStart = 0;
  /** How long the last start took, in milliseconds. */
  private startMs = 0;
  private readonly env: Record<string, string>;
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
    this.env = { DATA_DIR: dir };
  }

  async run(): Promise<void> {
    let server = await this.start();
    const token = await server.signIn('writer@example.com');
    this.people.owner = token;
    for (let n = 0; n < WRITERS; n++) this.writers.push(new Writer(n, token));
    for (let kill = 0; kill < KILLS; kill++) {
      await this.live(server);
      if (kill % 5 === 4) await this.killInStart();
      server = await this.start();
      await this.check(server);
    }
    const { code, stderr } = await server.end();
    if (code !== 0) this.faults.push(`the last server ended with ${code}: ${stderr}`);
  }

  private async start(): Promise<Server> {
    const began = performance.now();
    const server = await Server.start({ env: this.env });
    this.startMs = performance.now() - began;
    return server;
  }

  /** Lets every client write until the server is killed. */
  private async live(server: Server): Promise<void> {
    const work = [...this.writers, this.people].map((each) =>
      each.write(server).catch((error: unknown) => void this.faults.push(String(error))),
    );
    const enough = acknowledged(this) + Math.random() * MOST_WRITES;
    while (acknowledged(this) < enough && server.program.running) await pause(5);
    await pause(Math.random() * LONGEST_REST_MS);
    await server.end('SIGKILL');
    await Promise.all(work);
    this.faults.push(...server.failures.map((line) => `the server has logged ${line}`));
  }

  private async killInStart(): Promise<void> {
    const server = new Server({ env: this.env });
    await pause(Math.random() * this.startMs);
    await server.end('SIGKILL');
    this.inStart++;
  }

  private async check(server: Server): Promise<void> {
    this.restarts++;
    const result = integrityOf(this.dir);
    if (result === 'ok') this.sound++;
    else this.faults.push(`integrity_check: ${result}`);
    const { status, body } = await server.call('GET', '/todo', { token: this.people.owner });
    if (status !== 200) throw new Error(`the list was answered with ${status} after restart ${this.restarts}`);
    const rows = new Map((body.data as { id: string }[]).map((row) => [row.id, row]));
    for (const writer of this.writers) this.faults.push(...(await writer.check(server, rows)));
    // The writers have taken their own rows out.
    this.faults.push(...[...rows.keys()].map((id) => `nobody has added ${id}`));
    this.faults.push(...(await this.people.check(server)));
  }
}

function report(crash: Crash, seconds: number): void {
  const sum = (of: (writer: Writer) => number) => crash.writers.reduce((all, writer) => all + of(writer), 0);
  const rows = [
    ['kills under load', KILLS],
    ['kills while starting', crash.inStart],
    ['todos added', sum(({ done }) => done.added)],
    ['todos added under an Idempotency-Key', sum(({ done }) => done.addedOnce)],
    ['status changes', sum(({ done }) => done.changed)],
    ['todos deleted', sum(({ done }) => done.removed)],
    ['registrations', crash.people.done.registered],
    ['sign-ins', crash.people.done.signedIn],
    ['sign-outs', crash.people.done.signedOut],
    ['acknowledged writes', acknowledged(crash)],
    ['under way at a kill: done', sum(({ unclear }) => unclear.done)],
    ['under way at a kill: not done', sum(({ unclear }) => unclear.undone)],
    ['integrity_check ok', crash.sound],
    ['faults', crash.faults.length],
  ] as const;
  printTable(
    [`${seconds.toFixed(0)} s`, ''],
    rows.map(([what, count]) => [what, String(count)]),
  );
}

function acknowledged({ writers, people }: Crash): number {
  const all = [...writers.map(({ done }) => done), people.done];
  return all.flatMap((done) => Object.values(done)).reduce((sum, count) => sum + count, 0);
}

giveUpAfter(GIVE_UP_MS);

const began = performance.now();
const crash = new Crash(scratchDir('crash'));
await crash.run();
report(crash, (performance.now() - began) / 1_000);
for (const fault of crash.faults.slice(0, 20)) console.log(`  ${fault}`);
const enough = acknowledged(crash) >= ENOUGH_WRITES || KILLS < 50;
if (!enough) console.log(`too few writes: fewer than ${ENOUGH_WRITES}`);
const kept = enough && crash.faults.length === 0 && crash.sound === crash.restarts;
console.log(kept ? 'ok: no acknowledged write was lost, and no write was half done' : 'BROKEN');
process.exitCode = kept ? 0 : 1;
