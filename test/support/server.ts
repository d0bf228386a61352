import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { tempDir } from './temp-dir.js';

// Processes take their time, and more of it where the machine is busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** The build that `npm test` makes first. */
export const MAIN = resolve('dist/main.js');

export interface RunOptions {
  /** Settings; nothing but PATH and HOME is taken over from the environment of the test. */
  env?: Record<string, string>;
  /** The working directory; an empty one when it does not matter. */
  cwd?: string;
  /** What runs the server; the Node of the test by default. */
  command?: [string, ...string[]];
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process of a test, which does not outlive it. */
export class Program {
  stdout = '';
  stderr = '';
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown[]>;

  constructor({ env = {}, cwd = tempDir(), command = [process.execPath, MAIN] }: RunOptions) {
    const [file, ...args] = command;
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(file, args, {
      cwd,
      env: { PATH, HOME, PORT: '0', BCRYPT_COST: '4', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.closed = once(this.child, 'close');
    this.closed.catch(() => undefined);
    this.pid = this.child.pid ?? 0;
    this.child.stdout?.on('data', (text: Buffer) => (this.stdout += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.stderr += text.toString()));
    onTestFinished(async () => {
      this.killGroup();
      await this.closed;
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for the end of the process and of its output. */
  async exit(): Promise<Exit> {
    await this.closed;
    return { code: this.child.exitCode, signal: this.child.signalCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Sends a signal to this process alone, and waits for its end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    if (this.running) this.child.kill(signal);
    return this.exit();
  }

  /** Ends whatever this process has started, too: as a group of its own, nothing else is in it. */
  private killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Waits for what `find` looks for in the output. */
  async until<T>(find: (stdout: string) => T | undefined): Promise<T> {
    const deadline = Date.now() + 15_000;
    while (this.running && Date.now() < deadline) {
      const found = find(this.stdout);
      if (found !== undefined) return found;
      await sleep(10);
    }
    throw new Error(`the process did not get there:\n${this.stdout}${this.stderr}`);
  }
}

/** Runs the server to its end; for starts that must fail. */
export const run = (options: RunOptions): Promise<Exit> => new Program(options).exit();

/** What a call sends beside its method and path. */
export interface Sent {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The answer to one call. */
export interface Answer {
  status: number;
  headers: Headers;
  body: { statusCode: number; message: string | null; data: unknown; error: string | null };
}

/** A server that listens. */
export interface Server {
  program: Program;
  api: string;
  call(method: string, path: string, sent?: Sent): Promise<Answer>;
}

/** Starts the server and waits until it listens. */
export async function startServer(options: RunOptions = {}): Promise<Server> {
  const program = new Program(options);
  const api = await program.until(listening);
  return {
    program,
    api,
    async call(method, path, { token, body, headers } = {}) {
      const response = await fetch(api + path, {
        method,
        headers: {
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
    },
  };
}

function listening(stdout: string): string | undefined {
  const line = stdout.split('\n').find((text) => text.startsWith('{') && text.endsWith('"msg":"listening"}'));
  return line === undefined ? undefined : (JSON.parse(line) as { api: string }).api;
}

const JOHN = { email: 'john@example.com', password: 'correct horse' };

/** Signs in, after registering where that is still to be done, and answers the token. */
export async function signIn(server: Server, person = JOHN): Promise<string> {
  await server.call('POST', '/register', { body: person });
  const { body } = await server.call('POST', '/login', { body: person });
  return String(body.data);
}
