import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { removeDir, scratchDir } from './scratch.ts';
import { AT_MOST_MS, pause } from './until.ts';

export interface ProgramOptions {
  command: readonly [string, ...string[]];
  /** Its environment. Of ours it gets PATH and HOME alone. */
  env?: NodeJS.ProcessEnv;
  /** Its working directory; by default an empty one, which is removed after its end. */
  cwd?: string;
  /** A file for its standard output, which this process then reads only when `stdout` is asked for. */
  log?: string;
  /** Opens a channel for `ask`. */
  channel?: boolean;
  /** Opens its standard input for `write`; otherwise there is none. */
  input?: boolean;
}

/** How a process has ended, and its whole output. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

const programs = new Set<Program>();
// First of all: the working directories of the programs are removed at the exit, too.
process.prependListener('exit', () => {
  for (const program of programs) program.killGroup();
});

/** Lets SIGINT and SIGTERM end this process by `exit`, so that the processes that it has started end with it. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
}

/** A process that we start. It leads a process group of its own, which ends with this process at the latest. */
export class Program {
  stderr = '';
  readonly pid: number | undefined;
  private readonly log: string | undefined;
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private text = '';

  constructor({ command: [file, ...args], env = {}, cwd, log, channel, input }: ProgramOptions) {
    const own = cwd === undefined ? scratchDir('process') : undefined;
    const { PATH, HOME } = process.env;
    const output = log === undefined ? 'pipe' : openSync(log, 'w');
    this.log = log;
    this.child = spawn(file, args, {
      cwd: cwd ?? own,
      env: { PATH, HOME, ...env },
      stdio: [input ? 'pipe' : 'ignore', output, 'pipe', ...(channel ? (['ipc'] as const) : [])],
      detached: true,
    });
    if (typeof output === 'number') closeSync(output);
    this.pid = this.child.pid;
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    // It may end while we write.
    this.child.stdin?.on('error', () => undefined);
    this.child.on('error', (error) => (this.stderr += String(error)));
    programs.add(this);
    this.closed = new Promise((done) => this.child.once('close', done)).then(() => {
      programs.delete(this);
      if (own !== undefined) removeDir(own);
    });
  }

  /** Its standard output so far. */
  get stdout(): string {
    return this.log === undefined ? this.text : readFileSync(this.log, 'utf8');
  }

  get running(): boolean {
    return this.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Writes to its standard input. */
  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Writes to its standard input, and ends it. */
  endInput(text: string): void {
    this.child.stdin?.end(text);
  }

  /** Sends a signal to this process alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** Waits for the end of the process and of its output. */
  async exit(): Promise<Exit> {
    await this.closed;
    return { code: this.child.exitCode, signal: this.child.signalCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Sends a signal to this process alone, and waits for its end. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.signal(signal);
    return this.exit();
  }

  /** Kills this process and every process that it has started. */
  killGroup(): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Waits until `find` finds something in the output. @throws when the process ends without it, or after `AT_MOST_MS` */
  async until<T>(find: (stdout: string) => T | undefined): Promise<T> {
    for (const deadline = Date.now() + AT_MOST_MS; Date.now() < deadline;) {
      const open = programs.has(this);
      const found = find(this.stdout);
      if (found !== undefined) return found;
      if (!open) break;
      await pause(10);
    }
    const state = this.running ? 'runs' : 'has ended';
    throw new Error(`the process ${state}, and this is its output:\n${this.stdout}${this.stderr}`);
  }

  /** Sends a message over the channel, and waits for the answer. */
  async ask(message: string): Promise<unknown> {
    const answer = once(this.child, 'message') as Promise<[unknown]>;
    this.child.send(message);
    return (await answer)[0];
  }
}
