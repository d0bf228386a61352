import { join } from 'node:path';
import { Server } from '../test/support/server.ts';
import { Load, type Target } from './load.ts';

const PROBE = import.meta.resolve('./probe.ts');

/** A server under measurement, in a process of its own that logs to a file. */
export class Contender {
  readonly server: Server;
  private readonly load: Load;

  private constructor(server: Server, connections: number) {
    this.server = server;
    this.load = new Load(Number(new URL(server.api).port), connections);
  }

  /** Starts `script` with `env` in a folder, and waits until it listens. */
  static async start(script: string, dir: string, env: Record<string, string>, connections: number) {
    const server = await Server.start({
      command: [process.execPath, '--import', PROBE, script],
      env: { NODE_ENV: 'production', ...env },
      cwd: dir,
      log: join(dir, 'log'),
      channel: true,
    });
    return new Contender(server, connections);
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
    await this.server.end();
  }

  private async cpu(): Promise<number> {
    const { user, system } = (await this.server.program.ask('cpu')) as NodeJS.CpuUsage;
    return user + system;
  }
}
