// `npm run dev` compiles src/ at every save, and restarts the server when there are no errors. Ctrl-C, or SIGTERM to npm,
// ends both; `nest start --watch` leaves its server running.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const isRunning = (child?: ChildProcess): child is ChildProcess =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

let server: ChildProcess | undefined;
let stopping = false;
let turn = Promise.resolve();

async function end(child?: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function restart(): Promise<void> {
  await end(server);
  if (!stopping) server = spawn(process.execPath, ['--enable-source-maps', root('dist/main.js')], { stdio: 'inherit' });
}

const pretty = process.stdout.isTTY ? ['--pretty'] : [];
const flags = ['--project', root('tsconfig.build.json'), '--watch', '--preserveWatchOutput', ...pretty];
const compiler = spawn(process.execPath, [root('node_modules/typescript/bin/tsc'), ...flags], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
compiler.stdout.on('data', (text: Buffer) => {
  process.stdout.write(text);
  // Restarts wait for each other: a save may come while the server of the save before is still ending.
  if (text.includes('Found 0 errors')) turn = turn.then(restart);
});

/** Ends both with SIGTERM. A terminal has sent Ctrl-C to the server already, and a second SIGINT would cut its requests. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  compiler.kill();
  await turn;
  await end(server);
}

process.on('SIGINT', () => void stop()).on('SIGTERM', () => void stop());
