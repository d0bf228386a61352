// The embedded database is backed up under load, destroyed and restored: what was acknowledged before the backup is there.
// The commands are those of docs/operations.md. Nothing else may be broken, and nobody signed out.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { integrityOf } from '../../support/integrity.ts';
import { onPath } from '../../support/on-path.ts';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { giveUpAfter, LACKS_TOOL } from '../proof.ts';

const GIVE_UP_MS = 5 * 60_000;
const WRITERS = 8;
const WRITES_BEFORE = 500;
const WRITES_AFTER = 500;

/** The commands for the embedded database: the first one backs it up, the second one restores it. */
function commands(): [string, string] {
  const page = readFileSync('docs/operations.md', 'utf8');
  const section = /^### Embedded\n([^]*?)^### /m.exec(page.slice(page.indexOf('\n## Backups')))?.[1] ?? '';
  const [backup, restore] = [...section.matchAll(/^```bash\n([^]*?)^```/gm)].map(([, text]) => text);
  if (backup === undefined || restore === undefined) throw new Error('docs/operations.md has no two commands');
  return [backup, restore];
}

const [backup, restore] = commands();
const folder = scratchDir('restore');
const DATA_DIR = join(folder, 'data');
const run = (command: string) => execFileSync('sh', ['-ec', command], { cwd: folder, stdio: 'inherit' });
const start = () => Server.start({ env: { DATA_DIR, RATE_LIMIT_ENABLED: 'false' } });

/** The ids of all todos of the caller. */
async function ids(server: Server, token: string): Promise<Set<string>> {
  const { status, body } = await server.call('GET', '/todo', { token });
  if (status !== 200) throw new Error(`the list is answered with ${status} ${body.message}`);
  return new Set((body.data as { id: string }[]).map(({ id }) => id));
}

/** Writes, backs up, writes on, and destroys the database. @returns the token, and the ids that must be there again */
async function loseIt(): Promise<{ token: string; before: string[]; all: string[] }> {
  const server = await start();
  const token = await server.signIn();
  const all: string[] = [];
  let isOver = false;
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!isOver) all.push(await server.add(token));
  });
  await until('there are enough writes', async () => all.length >= WRITES_BEFORE);
  const before = [...all];
  run(backup);
  await until('there are more writes', async () => all.length >= before.length + WRITES_AFTER);
  isOver = true;
  await Promise.all(writers);
  await server.end();
  writeFileSync(join(DATA_DIR, 'todo.db'), randomBytes(100_000));
  return { token, before, all };
}

if (onPath('sqlite3') === undefined) {
  console.error('This proof needs sqlite3: apt-get install sqlite3');
  process.exit(LACKS_TOOL);
}
giveUpAfter(GIVE_UP_MS);
const { token, before, all } = await loseIt();
const { code } = await new Server({ env: { DATA_DIR } }).program.exit();
console.log(`a destroyed database: the start ends with ${code}`);
run(restore);
const server = await start();
const restored = await ids(server, token);
await server.add(token);
await server.end();
const missing = before.filter((id) => !restored.has(id));
const foreign = [...restored].filter((id) => !all.includes(id));
console.log(
  `${all.length} todos were written, ${before.length} of them before the backup; ${restored.size} are restored`,
);
const integrity = integrityOf(DATA_DIR);
console.log(`missing: ${missing.length}; foreign: ${foreign.length}; integrity_check: ${integrity}`);
// The writes after the backup are the control: they are lost, as they must be.
const lost = all.filter((id) => !restored.has(id));
console.log(`control, written after the backup and lost: ${lost.length}`);
const isOk = code === 1 && missing.length === 0 && foreign.length === 0 && integrity === 'ok' && lost.length > 0;
console.log(isOk ? 'ok' : 'BROKEN');
if (!isOk) process.exitCode = 1;
