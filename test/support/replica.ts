import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until.ts';

const MAIN = resolve('dist/main.js');

export interface ReplicaAnswer {
  status: number;
  headers: Headers;
  body: { statusCode: number; message: string | null; data: unknown; error: string | null };
  /** How long it took. */
  ms: number;
}

export interface Sent {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ReplicaOptions {
  env: Record<string, string>;
  /** Options of Node itself. */
  node?: string[];
  /** What it runs; the server unless told otherwise. */
  script?: string;
}

/**
 * The server as a process of its own, beside others on the same MongoDB. It belongs to no test in particular, so that several
 * tests, and scripts, can use one; whoever starts it stops it.
 */
export class Replica {
  output = '';
  errors = '';
  url = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private readonly cwd = mkdtempSync(join(tmpdir(), 'todo-replica-'));
  private readonly killAtExit = () => this.child.kill('SIGKILL');

  constructor({ env, node = [], script = MAIN }: ReplicaOptions) {
    const { PATH = '', HOME = '' } = process.env;
    const defaults = { PATH, HOME, PORT: '0', BCRYPT_COST: '4', JWT_SECRET: 'the same for all of them, as it must be' };
    this.child = spawn(process.execPath, [...node, script], {
      cwd: this.cwd,
      env: { ...defaults, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close');
    this.child.stdout?.on('data', (text: Buffer) => (this.output += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()));
    process.once('exit', this.killAtExit);
    void this.ended.finally(() => {
      process.off('exit', this.killAtExit);
      rmSync(this.cwd, { recursive: true, force: true });
    });
  }

  /** Starts a server and waits until it listens. */
  static async start(options: ReplicaOptions): Promise<Replica> {
    const replica = new Replica(options);
    await replica.listening();
    return replica;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it listens. @throws when it ends instead */
  async listening(): Promise<void> {
    this.url = await until('the server listens', async () => {
      if (!this.running) return '';
      const line = this.output.split('\n').find((text) => text.endsWith('"msg":"listening"}'));
      return line && new URL((JSON.parse(line) as { api: string }).api).origin;
    });
    if (this.url === '') throw new Error(`the server ended: ${this.output}${this.errors}`);
  }

  /** What it has logged as a failure that it has no words for. */
  get failures(): string[] {
    return this.output.split('\n').filter((line) => /"level":[56]0/.test(line));
  }

  /** Waits for the end of the process, and answers its code. */
  async exit(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Tells the process to end, and waits for that. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.running) this.child.kill(signal);
    return this.exit();
  }

  /** Sends a request; a path is below `/api` unless it is that of a probe. */
  async call(method: string, path: string, { token, body, headers }: Sent = {}): Promise<ReplicaAnswer> {
    const start = performance.now();
    const response = await fetch(`${this.url}${path.startsWith('/health/') ? '' : '/api'}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as ReplicaAnswer['body'];
    return { status: response.status, headers: response.headers, body: answer, ms: performance.now() - start };
  }

  /** Signs somebody in, after registering them where that is still to be done, and answers the token. */
  async signIn(email: string, known = false): Promise<string> {
    const body = { email, password: 'correct horse' };
    if (!known) await this.call('POST', '/register', { body });
    const answer = await this.call('POST', '/login', { body });
    if (answer.status !== 200) throw new Error(`no sign-in: ${answer.status} ${answer.body.message}`);
    return String(answer.body.data);
  }

  /** Adds a todo and answers its id. */
  async add(token: string, title = 'something'): Promise<string> {
    const { status, headers } = await this.call('POST', '/todo', { token, body: { title } });
    if (status !== 201) throw new Error(`no todo: ${status}`);
    return String(headers.get('location')?.split('/').at(-1));
  }
}
