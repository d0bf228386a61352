import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Load, type Target } from './load.ts';

const START_TIMEOUT = 15_000;

/** A server under measurement, in a process of its own that logs to a file. */
export class Contender {
  readonly port: number;
  private readonly child: ChildProcess;
  private readonly load: Load;

  private constructor(child: ChildProcess, port: number, connections: number) {
    this.child = child;
    this.port = port;
    this.load = new Load(port, connections);
  }

  /** Starts `script` with `env` and waits until it has printed where it listens. */
  static async start(script: string, dir: string, env: Record<string, string>, connections: number) {
    const log = join(dir, 'log');
    const out = openSync(log, 'w');
    const child = spawn(process.execPath, ['--import', import.meta.resolve('./probe.ts'), script], {
      // Settings of the caller's shell must not change what is measured.
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      cwd: dir,
      stdio: ['ignore', out, 'inherit', 'ipc'],
    });
    closeSync(out);
    return new Contender(child, await listening(log, child), connections);
  }

  /** CPU microseconds of the whole process, all its threads, for each of `count` requests. */
  async measure(target: Target, count: number): Promise<number> {
    const before = await this.cpu();
    await this.load.run(target, count);
    return ((await this.cpu()) - before) / count;
  }

  /** Ends the process and waits for it. */
  async stop(): Promise<void> {
    this.load.close();
    this.child.kill();
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  private async cpu(): Promise<number> {
    const answer = once(this.child, 'message') as Promise<[NodeJS.CpuUsage]>;
    this.child.send('cpu');
    const [{ user, system }] = await answer;
    return user + system;
  }
}

async function listening(log: string, child: ChildProcess): Promise<number> {
  for (const end = Date.now() + START_TIMEOUT; Date.now() < end;) {
    const port = /"api":"http:\/\/localhost:(\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null) throw new Error('a contender ended at its start');
    await sleep(20);
  }
  child.kill();
  throw new Error(`a contender did not start in ${START_TIMEOUT} ms`);
}
